//! A workbook to look at, and how fast one is read:
//!
//! ```text
//! cargo run -p documents --example workbook -- write template.xlsx [ROWS]
//! cargo run --release -p documents --example workbook -- read template.xlsx
//! ```

use std::error::Error;
use std::time::Instant as Stopwatch;

use documents::protocol::{self, ReadAs, ReadRequest};
use documents::raw::{Limits, RawWorkbook};
use documents::sv::{sentence, unreadable};
use documents::{table, workbook};

mod sv;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", path] => Ok(std::fs::write(path, workbook::write(&sv::template(sv::faulty())?)?)?),
        ["write", path, rows] => Ok(std::fs::write(path, workbook::write(&sv::template(sv::many(rows.parse()?))?)?)?),
        ["read", path] => read(&std::fs::read(path)?),
        _ => Err("write PATH [ROWS] or read PATH".into()),
    }
}

// What the conversation with a child process costs on top of reading.
fn through_a_child(bytes: &[u8]) -> Result<RawWorkbook, Box<dyn Error>> {
    let request = ReadRequest { read_as: ReadAs::Workbook, limits: Limits::default() };
    let (mut there, mut back) = (Vec::new(), Vec::new());
    protocol::ask(&mut there, &request, bytes)?;
    protocol::serve(&mut there.as_slice(), &mut back)?;
    Ok(protocol::hear(&mut back.as_slice(), 1 << 30, 1 << 20)?.map_err(|why| unreadable(&why))?)
}

#[expect(clippy::disallowed_methods, reason = "a stopwatch, for a person to look at")]
fn read(bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    for _ in 0..5 {
        let watch = Stopwatch::now();
        let book = workbook::read(bytes, &Limits::default()).map_err(|why| unreadable(&why))?;
        let reading = watch.elapsed();
        println!("read in {reading:.1?}: stamp {:?}", book.stamp);
        let watch = Stopwatch::now();
        through_a_child(bytes)?;
        println!("  asked, served and heard in {:.1?}", watch.elapsed());
        let watch = Stopwatch::now();
        for sheet in &book.sheets {
            let cells: usize = sheet.rows.iter().map(|row| row.cells.len()).sum();
            println!("  {} ({:?}): {} rows, {cells} cells", sheet.name, sheet.visibility, sheet.rows.len());
        }
        let columns: Vec<table::ColumnSpec> = sv::columns()
            .into_iter()
            .map(|c| table::ColumnSpec { slug: c.slug, heading: c.heading, aliases: vec![], required: c.required })
            .collect();
        for remark in table::workbook_remarks(&book, &[sv::TABLE], &["Instruktioner"]) {
            println!("  {}", sentence(&remark));
        }
        if let Some(sheet) = table::sheet(&book, sv::TABLE) {
            let found = table::table_from(sheet, &columns);
            println!(
                "  table: heading row {:?}, {} rows, {:.1?}",
                found.heading_row,
                found.rows.len(),
                watch.elapsed()
            );
            println!("  first row: {:?}", found.rows.first());
            found.remarks.iter().for_each(|remark| println!("  {}", sentence(remark)));
        }
    }
    Ok(())
}
