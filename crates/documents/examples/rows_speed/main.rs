//! How fast large tables are read and handed back, on one core.
//!
//! `cargo run --release -p documents --example rows_speed -- [ROWS [FILE]]` writes FILE (by default in the folder for
//! temporary files) with so many invented rows of sixteen columns, reads it in four ways and prints rows per second.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Cursor, Write};
use std::time::Instant;

use documents::rows::cells::{Sign, Signs, Ways};
use documents::rows::{Options, TextTable, Verdict, hand_back};
use documents::table::ColumnSpec;

const HEADINGS: [&str; 16] = [
    "Personnummer",
    "Kurskod",
    "Niva",
    "Poang",
    "Genomforda poang",
    "Kursstart",
    "Kursslut",
    "Forlaggning",
    "Anordnare",
    "Betyg",
    "Orsak",
    "Avbrott",
    "Avbrottsdatum",
    "Provning",
    "Kon",
    "Kommentar",
];

fn generate(path: &str, rows: u32, quoted: bool) -> Result<u64, Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{}\r", HEADINGS.join(";"))?;
    for row in 0..rows {
        let (month, day) = (row % 12 + 1, row % 28 + 1);
        let grade = ["A", "B", "C", "D", "E", "F", "-", ""][row as usize % 8];
        let comment = if quoted { "\"sade \"\"nej\"\"; sedan ja\"" } else { "sm\u{e5} \u{e4}ndringar" };
        writeln!(
            out,
            "19{:02}{month:02}{day:02}{:04};MATMAT02a;VUXGY;100;{};2024-{month:02}-{day:02};2024-12-{day:02};Distans;Anordnare {};{grade};;Nej;;N;K;{comment}\r",
            row % 100,
            row % 10_000,
            row % 101,
            row % 300,
        )?;
    }
    out.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

#[expect(clippy::disallowed_methods, reason = "measures how long something takes")]
fn timed<T>(what: &str, rows: u32, work: impl FnOnce() -> Result<T, Box<dyn Error>>) -> Result<T, Box<dyn Error>> {
    let begin = Instant::now();
    let result = work()?;
    let seconds = begin.elapsed().as_secs_f64();
    println!("{what:<38} {seconds:>6.2} s  {:>12.0} rows/s", f64::from(rows) / seconds);
    Ok(result)
}

fn options() -> Options {
    let column = |heading: &&str| ColumnSpec {
        slug: heading.to_lowercase(),
        heading: (*heading).to_owned(),
        aliases: Vec::new(),
        required: true,
    };
    Options { columns: HEADINGS.iter().map(column).collect(), ..Options::default() }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: u32 = arguments.next().map_or(Ok(1_000_000), |rows| rows.parse())?;
    let path = arguments.next().unwrap_or_else(|| std::env::temp_dir().join("rows_speed.csv").display().to_string());
    let quoted = format!("{path}.quoted");
    for (path, quotes) in [(&path, false), (&quoted, true)] {
        let bytes = generate(path, rows, quotes)?;
        println!("{path}: {rows} rows, {} MB, {}", bytes >> 20, if quotes { "quoted text" } else { "no quotes" });
        timed("every cell touched", rows, || {
            let mut table = TextTable::open(File::open(path)?, &options())?;
            let mut bytes = 0;
            while let Some(row) = table.next_row()? {
                bytes += row.cells().map(str::len).sum::<usize>() + row.faults().count();
            }
            Ok(bytes)
        })?;
        timed("numbers, days, signs, yes and no read", rows, || {
            let signs = Signs::new([("-", Sign::Dash)]);
            let ways = Ways { signs, ..Ways::default() };
            let mut table = TextTable::open(File::open(path)?, &options())?;
            let mut faults = 0;
            while let Some(row) = table.next_row()? {
                faults += row.faults().count();
                faults += [3, 4].into_iter().filter(|at| ways.whole(row.get(*at)).is_err()).count();
                faults += [5, 6, 12].into_iter().filter(|at| ways.day(row.get(*at)).is_err()).count();
                faults += [11, 13].into_iter().filter(|at| ways.yes_no(row.get(*at)).is_err()).count();
                faults +=
                    [0, 1, 2, 7, 8, 9, 10, 14, 15].into_iter().filter(|at| ways.text(row.get(*at)).is_err()).count();
            }
            Ok(faults)
        })?;
        timed("handed back", rows, || {
            let mut table = TextTable::open(File::open(path)?, &options())?;
            while table.next_row()?.is_some() {}
            let found = (table.encoding(), &table.tally());
            let mut out = File::create(format!("{path}.back"))?;
            let verdict = |_| Verdict { result: "Inl\u{e4}st".into(), faults: "".into() };
            Ok(hand_back(&mut File::open(path)?, &mut out, &options(), found, verdict)?)
        })?;
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("most memory so far: {line}"));
    }
    let wide: Vec<u8> = std::fs::read_to_string(&path)?.encode_utf16().flat_map(u16::to_le_bytes).collect();
    timed("UTF-16 without a mark", rows, || {
        let mut table = TextTable::open(Cursor::new(&wide), &options())?;
        while table.next_row()?.is_some() {}
        Ok(table.tally().rows)
    })?;
    Ok(())
}
