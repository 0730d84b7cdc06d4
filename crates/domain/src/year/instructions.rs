//! The instructions of the year (OUT-5): per occasion what is handed in, at what level, for which days, by whom, in
//! which template, and where to. Sentences for each part are in `sv.rs`.

use kernel::{Day, Label, Role};

use super::model::{Item, Slug, Year};
use super::sv;
use super::words::{Level, Template};

/// The instructions of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instructions {
    /// The year's title.
    pub title: Label,
    /// What stands before the occasions.
    pub introduction: Option<Label>,
    /// Where the document comes from and what in it is invented.
    pub provenance: Option<Label>,
    /// The occasions, in the order of their deadlines.
    pub occasions: Vec<OccasionInstructions>,
}

/// The instructions of one occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OccasionInstructions {
    /// The occasion.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// Last day to hand in.
    pub deadline: Day,
    /// Whether that day is our example.
    pub example: bool,
    /// Where e-mailed reports go.
    pub address: Option<String>,
    /// What stands after the items.
    pub note: Option<Label>,
    /// The items, in the order of the document.
    pub items: Vec<ItemInstructions>,
}

/// The instructions of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemInstructions {
    /// The item.
    pub slug: Slug,
    /// What it is called.
    pub title: Label,
    /// At what level.
    pub level: Level,
    /// The days or people it covers, as a sentence; absent where the document says nothing.
    pub covers: Option<String>,
    /// Earlier days it also takes, in the document's words or in ours.
    pub carries_over: Option<String>,
    /// The day whose figures stand beside it, where it names indicators and the document says a day.
    pub figures_as_of: Option<Day>,
    /// Whom it is asked of, as a sentence.
    pub asked_of: String,
    /// The item in which it is analysed, by stable name and title.
    pub analysed_in: Option<(Slug, Label)>,
    /// The items that are analysed here, by stable name and title.
    pub analyses: Vec<(Slug, Label)>,
    /// What to do.
    pub instruction: Option<Label>,
    /// Templates to download.
    pub templates: Vec<Template>,
    /// Who signs.
    pub signer: Role,
    /// Whether the signer must be another than the one who prepared it.
    pub separate_signer: bool,
}

/// The instructions of a year.
pub fn instructions(year: &Year) -> Instructions {
    let mut occasions: Vec<OccasionInstructions> = year
        .occasions
        .iter()
        .map(|occasion| OccasionInstructions {
            slug: occasion.slug.clone(),
            title: occasion.title.clone(),
            deadline: occasion.deadline,
            example: occasion.example,
            address: occasion.address.clone(),
            note: occasion.note.clone(),
            items: year.items_of(occasion.slug.as_str()).map(|item| of_item(year, item)).collect(),
        })
        .collect();
    occasions.sort_by_key(|occasion| occasion.deadline);
    Instructions {
        title: year.title.clone(),
        introduction: year.introduction.clone(),
        provenance: year.provenance.clone(),
        occasions,
    }
}

fn of_item(year: &Year, item: &Item) -> ItemInstructions {
    let named = |item: &Item| (item.slug.clone(), item.title.clone());
    let note = item.carry_over.as_ref().and_then(|carry| carry.note.as_ref());
    ItemInstructions {
        slug: item.slug.clone(),
        title: item.title.clone(),
        level: item.level,
        covers: sv::covers(item),
        carries_over: note.map(|note| note.as_sv().to_owned()).or_else(|| sv::carries_over(item)),
        figures_as_of: year.figures_as_of(item).filter(|_| item.has_figures()),
        asked_of: sv::asked_of(year, item),
        analysed_in: item.analysed_in.as_ref().and_then(|slug| year.item(slug.as_str())).map(named),
        analyses: year.items.iter().filter(|other| other.analysed_in.as_ref() == Some(&item.slug)).map(named).collect(),
        instruction: item.instruction.clone(),
        templates: item.templates.clone(),
        signer: item.level.signer(),
        separate_signer: item.separate_signer,
    }
}
