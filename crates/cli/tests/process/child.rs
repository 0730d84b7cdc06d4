//! The child that reads foreign files and typesets: confined, and harmless when it falls.

use std::io::{Read, Write};
use std::process::{Output, Stdio};

use crate::support::{said, tertial};
use documents::content::{Block, Document};
use documents::protocol::{ReadAs, ReadRequest, ask, hear};
use documents::raw::{Limits, RawWorkbook, Unreadable};

fn child(task: &str, input: &[u8]) -> Output {
    let mut command = tertial();
    command.args(["child", task]).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let give = std::thread::spawn(move || {
        // It may have seen enough before the end.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    give.join().unwrap();
    output
}

fn read(read_as: ReadAs, bytes: &[u8]) -> Result<RawWorkbook, Unreadable> {
    let mut input = Vec::new();
    ask(&mut input, &ReadRequest { read_as, limits: Limits::default() }, bytes).unwrap();
    let output = child("read", &input);
    assert!(output.status.success(), "{}: {}", output.status, said(&output).1);
    hear(&mut output.stdout.as_slice(), 1 << 30, 1 << 20).unwrap()
}

#[test]
fn a_text_file_is_read_and_a_zip_bomb_is_told_apart() {
    assert_eq!(read(ReadAs::Csv, b"a;b\n1;2\n").unwrap().sheets.len(), 1);
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for part in ["[Content_Types].xml", "xl/workbook.xml"] {
        bomb.start_file(part, options).unwrap();
        std::io::copy(&mut std::io::repeat(b' ').take(150 << 20), &mut bomb).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 2 << 20, "a small file that unpacks to more than the child may take in");
    assert!(read(ReadAs::Workbook, &bomb).is_err());
}

#[test]
fn a_broken_conversation_ends_the_child_with_an_error_and_nothing_else() {
    for input in [&b""[..], b"\x05", &[255; 64], b"\x02\0\0\0\0\0\0\0{}"] {
        let output = child("read", input);
        assert_eq!(output.status.code(), Some(1), "{input:?}: {}", said(&output).1);
        assert!(output.stdout.is_empty());
        assert!(said(&output).1.contains("standard input"), "{}", said(&output).1);
    }
}

#[test]
fn the_child_runs_under_limits_that_it_cannot_lift() {
    let mut command = tertial();
    command.args(["child", "read"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let path = format!("/proc/{}/limits", child.id());
    // It waits for its input, confined, once it has taken the limits on.
    let line = |name: &str| {
        let limits = std::fs::read_to_string(&path).unwrap();
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        line.split_whitespace().rev().skip(1).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    for _ in 0..100_000 {
        if line("Max core file size").concat() == "00" {
            break;
        }
        std::thread::yield_now();
    }
    let memory = (512_u64 << 20).to_string();
    assert_eq!(line("Max address space"), [memory.clone(), memory]);
    assert_eq!(line("Max cpu time"), ["20", "20"]);
    assert_eq!(line("Max file size"), ["0", "0"]);
    drop(child.stdin.take());
    let _ = child.wait();
}

#[test]
fn a_document_becomes_a_pdf_or_a_word_file_and_no_document_becomes_a_reason() {
    let document = Document {
        title: "Kvitto".to_owned(),
        subtitle: String::new(),
        language: "sv".to_owned(),
        author: "Ekstads kommun".to_owned(),
        subject: String::new(),
        date: "2024-04-08".parse().unwrap(),
        reference: "T-7K3M-9QXP".to_owned(),
        cover: false,
        toc: false,
        blocks: vec![Block::Paragraph { text: "Vi har tagit emot er redovisning.".into() }],
    };
    let json = serde_json::to_vec(&document).unwrap();
    let pdf = child("typeset", &json);
    assert!(pdf.status.success() && pdf.stdout.starts_with(b"%PDF-"), "{}", said(&pdf).1);
    assert_eq!(child("typeset", &json).stdout, pdf.stdout, "the same tree gives the same bytes");
    let docx = child("typeset-docx", &json);
    assert!(docx.status.success() && docx.stdout.starts_with(b"PK\x03\x04"), "{}", said(&docx).1);
    let none = child("typeset", b"not a document");
    assert!(none.status.success());
    assert!(typeset::answer(none.stdout).is_err());
}
