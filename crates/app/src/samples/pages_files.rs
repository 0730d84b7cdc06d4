//! The population and the drawn cases as files, for whoever draws again.

use documents::csv;
use documents::raw::RawCell;
use domain::samples::sv as words;
use platform::access::{Cx, may};
use platform::{Path, Reply, Stop};

use super::pages::{id, opened, reads_all};
use super::sv;

/// The text of the population, byte for byte as it was hashed.
pub(super) async fn population(
    cx: Cx<may::ReadSamples>,
    Path((_, sample)): Path<(String, String)>,
) -> Result<Reply, Stop> {
    let of = opened(&cx, id(&sample)?).await?;
    if !reads_all(&cx) {
        return Err(Stop::NotFound);
    }
    let name = sv::file_name(of.kept.number, "population", "txt");
    Ok(Reply::download(of.kept.population.into_bytes(), "text/plain; charset=utf-8", &name))
}

/// The cases that were drawn, with what each counts as once the sample is closed.
pub(super) async fn cases(cx: Cx<may::ReadSamples>, Path((_, sample)): Path<(String, String)>) -> Result<Reply, Stop> {
    let of = opened(&cx, id(&sample)?).await?;
    if !reads_all(&cx) || of.kept.cases.is_empty() {
        return Err(Stop::NotFound);
    }
    let head: Vec<String> = sv::CASE_COLUMNS.iter().map(|&word| word.to_owned()).collect();
    let closed = of.kept.outcome().is_some();
    let row = |case: &super::model::Drawn| {
        let counts = of.kept.stands.case(case.number).and_then(|stands| stands.counts_as(of.kept.stands.assessors()));
        vec![
            case.number.to_string(),
            case.member.key.clone(),
            case.member.stratum.clone(),
            of.kept.setup.group(&case.member.stratum).to_owned(),
            of.names.provider(case.organisation).to_owned(),
            of.names.unit(case.unit).to_owned(),
            counts.filter(|_| closed).map_or_else(String::new, |judgement| words::judgement(judgement).to_owned()),
        ]
    };
    let cells = |row: Vec<String>| row.into_iter().map(|text| RawCell::Text(text.into())).collect::<Vec<_>>();
    let rows: Vec<Vec<RawCell>> = std::iter::once(head).chain(of.kept.cases.iter().map(row)).map(cells).collect();
    let bytes = csv::write(rows.iter().map(Vec::as_slice), csv::Style::default()).into_bytes();
    Ok(Reply::download(bytes, "text/csv; charset=utf-8", &sv::file_name(of.kept.number, "fall", "csv")))
}
