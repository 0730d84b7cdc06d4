#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn asked() -> Asked {
    let form = FormDef { slug: "f".to_owned(), title: kernel::Label::sv("F"), sections: Vec::new() };
    let area =
        FocusAsked { id: "a-1".to_owned(), title: "L\u{e4}sning".to_owned(), aim: "Mer".to_owned(), units: Vec::new() };
    let focus = Some(Focus { section: "s".to_owned(), areas: vec![area] });
    Asked { form, focus, pictures: [("bild-a".to_owned(), "00ff".to_owned())].into() }
}

#[test]
fn a_picture_must_be_there_and_described() {
    let check = |name: &str, alt: &str| check(&asked(), "s.text", vec![(name.to_owned(), alt.to_owned())]);
    assert!(check("bild-a", "En stapel").is_empty());
    let code = |faults: Vec<Fault>| match &faults[0].kind {
        FaultKind::Rule { code, sentence } => (code.clone(), sentence.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(code(check("bild-a", "")).0, "narratives.not-described");
    let (found, sentence) = code(check("bild-b", "Kurvan"));
    assert_eq!(found, "narratives.no-such-picture");
    assert!(sentence.contains("Kurvan"));
}

#[test]
fn what_is_signed_tells_which_pictures_and_focus_areas_it_spoke_of() {
    let content = Content::new("f").field("s.text", Value::Text("text".to_owned()));
    let signed = to_signed(&asked(), content, &["bild-a".to_owned(), "bild-x".to_owned()]);
    assert_eq!(signed.fields.keys().filter(|path| is_beside(path)).count(), 3, "hash, title and aim");
    assert!(!is_beside("s.text"));
    let mut later = Asked { pictures: BTreeMap::new(), ..asked() };
    later.focus.as_mut().unwrap().areas.clear();
    later.as_signed(&signed);
    assert_eq!(later, asked());
}
