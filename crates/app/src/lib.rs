//! The product: one folder per feature, each with its face in `mod.rs`. This file reads as its table of contents.

pub mod abuse;
pub mod assignments;
pub mod audit;
pub mod board;
pub mod calendar;
pub mod case_analysis;
pub mod case_flows;
pub mod case_imports;
pub mod case_moves;
pub mod case_watch;
pub mod cases;
pub mod changes;
pub mod complaints;
pub mod course_catalogue;
pub mod coverage;
pub mod deficiencies;
pub mod demo;
pub mod earlier;
pub mod educations;
pub mod elsewhere;
pub mod evaluations;
pub mod fields;
pub mod focus_areas;
pub mod follow_up;
pub mod follow_up_plans;
pub mod handbook;
pub mod handouts;
pub mod imports;
pub mod inbox;
pub mod installation;
pub mod instructions;
pub mod investigations;
pub mod loaded_figures;
pub mod mail;
pub mod meetings;
pub mod nav;
pub mod organisations;
pub mod own_templates;
pub mod participations;
pub mod people;
pub mod person_numbers;
pub mod publications;
pub mod reading_files;
pub mod reading_room;
pub mod registry;
pub mod reminders;
pub mod reports;
pub mod results;
pub mod routines;
pub mod samples;
pub mod sign_in;
pub mod site_checks;
pub mod sources;
pub mod split;
pub mod submissions;
pub mod supervision;
pub mod targets;
pub mod template_editing;
pub mod term_follow_up;
pub mod terms;
pub mod texts;
pub mod threads;
pub mod typed;
pub mod visits;
pub mod voice;
pub mod wall;
pub mod word;
pub mod work;
pub mod workbooks;
pub mod year;
pub mod year_editing;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use platform::Area;
use platform::jobs::Kind;

/// The routes of the whole product.
pub fn areas() -> Vec<Area> {
    vec![
        sign_in::area(),
        handbook::area(),
        calendar::area(),
        voice::area(),
        complaints::area(),
        routines::area(),
        follow_up_plans::area(),
        coverage::area(),
        samples::area(),
        terms::area(),
        term_follow_up::area(),
        deficiencies::area(),
        visits::area(),
        meetings::area(),
        supervision::area(),
        evaluations::area(),
        wall::area(),
        abuse::area(),
        handouts::area(),
        case_analysis::area(),
        case_imports::area(),
        case_flows::area(),
        organisations::area(),
        people::area(),
        year::area(),
        instructions::area(),
        targets::area(),
        year_editing::area(),
        reports::area(),
        work::area(),
        workbooks::area(),
        split::area(),
        template_editing::area(),
        word::area(),
        texts::area(),
        threads::area(),
        focus_areas::area(),
        follow_up::area(),
        results::area(),
        educations::area(),
        publications::area(),
        reading_room::area(),
        registry::area(),
        inbox::area(),
        elsewhere::area(),
        board::area(),
        imports::area(),
        earlier::area(),
        sources::area(),
        site_checks::area(),
        mail::area(),
        reminders::area(),
        audit::area(),
    ]
}

/// The background work of the whole product.
pub fn jobs() -> Vec<Kind> {
    [
        audit::JOBS.to_vec(),
        board::JOBS.to_vec(),
        imports::JOBS.to_vec(),
        workbooks::jobs(),
        inbox::JOBS.to_vec(),
        sources::JOBS.to_vec(),
        site_checks::JOBS.to_vec(),
        split::JOBS.to_vec(),
        participations::JOBS.to_vec(),
        person_numbers::JOBS.to_vec(),
        publications::JOBS.to_vec(),
        case_moves::JOBS.to_vec(),
        evaluations::JOBS.to_vec(),
        mail::JOBS.to_vec(),
        reminders::JOBS.to_vec(),
    ]
    .concat()
}
