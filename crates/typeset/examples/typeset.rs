//! Sets a document from the command line, for whoever works on the template:
//! `cargo run -p typeset --example typeset -- pdf < crates/typeset/tests/data/board-report.json > report.pdf`

fn main() -> std::io::Result<()> {
    let format = match std::env::args().nth(1).as_deref() {
        Some("docx") => typeset::Format::Docx,
        _ => typeset::Format::Pdf,
    };
    typeset::serve(format, &mut std::io::stdin().lock(), &mut std::io::stdout().lock())
}
