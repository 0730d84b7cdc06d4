//! The languages in which people without an account are met, and the words in each (`crates/app/lang`).

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{Day, Language};
use unic_langid::LanguageIdentifier;

/// One of the languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tongue {
    /// Which.
    pub language: Language,
    /// Its name in addresses, and its tag (BCP 47).
    pub tag: &'static str,
    text: &'static str,
}

macro_rules! tongues {
    ($($language:ident $tag:literal $file:literal),* $(,)?) => {
        &[$(Tongue {
            language: Language::$language,
            tag: $tag,
            text: include_str!(concat!("../../lang/", $file, ".ftl")),
        }),*]
    };
}

/// Every language, in the order in which they are offered.
pub const ALL: &[Tongue] = tongues![
    Sv "sv" "sv",
    SvEasy "sv-x-lattlast" "sv-lattlast",
    En "en" "en",
    Ar "ar" "ar",
    So "so" "so",
    Ti "ti" "ti",
    Fa "fa" "fa",
    Uk "uk" "uk",
    Pl "pl" "pl",
    Es "es" "es",
];

impl Tongue {
    /// The one of that tag.
    pub fn of(tag: &str) -> Option<Self> {
        ALL.iter().copied().find(|tongue| tongue.tag == tag)
    }

    /// Whether it is written from right to left.
    pub const fn right_to_left(self) -> bool {
        matches!(self.language, Language::Ar | Language::Fa)
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: OnceLock<Vec<FluentBundle<FluentResource>>> = OnceLock::new();
        let all = BUNDLES.get_or_init(|| ALL.iter().map(|tongue| bundle(*tongue)).collect());
        let at = ALL.iter().position(|tongue| *tongue == self).unwrap_or(0);
        &all[at]
    }

    /// The words of that name.
    pub fn say(self, id: &str) -> String {
        self.say_of(id, &[])
    }

    /// The words of that name with what is put into them.
    pub fn say_of(self, id: &str, put: &[(&'static str, &str)]) -> String {
        let bundle = self.bundle();
        let mut args = FluentArgs::new();
        for (name, value) in put {
            args.set(*name, FluentValue::String(Cow::Borrowed(*value)));
        }
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        // A test asks for every name in every language.
        pattern.map_or_else(String::new, |pattern| {
            bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
        })
    }

    /// A day as it is written in a form that is read the same everywhere, where it is not Swedish.
    pub fn day(self, day: Day) -> String {
        match self.language {
            Language::Sv | Language::SvEasy => kernel::swedish::day(day),
            // Its numbers would else change places among words that are read from the right, and the day become another.
            _ if self.right_to_left() => format!("\u{2066}{day}\u{2069}"),
            _ => day.to_string(),
        }
    }
}

fn bundle(tongue: Tongue) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = tongue.tag.split("-x-").next().unwrap_or("sv").parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // What is put in stands where it belongs by itself: the page marks its direction.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(tongue.text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _ = bundle.add_resource(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names in the file, and what is put into each.
    fn names(tongue: Tongue) -> Vec<(&'static str, BTreeSet<&'static str>)> {
        let lines = tongue.text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        lines
            .filter_map(|line| line.split_once(" = "))
            .map(|(name, words)| {
                (name, words.split("{ $").skip(1).filter_map(|rest| rest.split(" }").next()).collect())
            })
            .collect()
    }

    #[test]
    fn a_day_keeps_its_order_among_words_that_are_read_from_the_right() {
        let day: Day = "2024-11-27".parse().unwrap_or_else(|_| unreachable!("a day"));
        for tongue in ALL {
            let said = tongue.day(day);
            assert_eq!(said == "\u{2066}2024-11-27\u{2069}", tongue.right_to_left(), "{}: {said}", tongue.tag);
        }
        assert!(ALL.iter().any(|tongue| tongue.right_to_left()));
    }

    #[test]
    fn every_language_says_everything_that_swedish_says_with_the_same_put_in() {
        let swedish = names(ALL[0]);
        assert!(swedish.len() > 100);
        for tongue in ALL {
            assert_eq!(names(*tongue), swedish, "{}", tongue.tag);
            for (name, put) in &swedish {
                let args: Vec<(&str, &str)> = put.iter().map(|name| (*name, "7")).collect();
                let said = tongue.say_of(name, &args);
                assert!(
                    !said.is_empty() && !said.contains("{ $") && !said.contains("{$"),
                    "{} {name}: {said}",
                    tongue.tag
                );
                assert!(said.matches('7').count() >= put.len(), "{} {name}: {said}", tongue.tag);
            }
        }
    }
}
