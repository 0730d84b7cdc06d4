//! Opens a workbook with calamine and goes through every cell. Prints the rows.

use calamine::{Reader, Xlsx, open_workbook};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a workbook")?;
    let mut book: Xlsx<_> = open_workbook(path)?;
    let (mut rows, mut filled) = (0, 0_usize);
    for (_, range) in book.worksheets() {
        for row in range.rows() {
            rows += 1;
            filled += row.iter().filter(|cell| !cell.to_string().is_empty()).count();
        }
    }
    std::hint::black_box(filled);
    println!("{rows}");
    Ok(())
}
