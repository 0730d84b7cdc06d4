#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Kind, NotRead, Part, WebPage, read, request, serve};

fn page(html: &str) -> WebPage {
    read("text/html; charset=utf-8", html.as_bytes()).unwrap()
}

fn texts(page: &WebPage) -> Vec<&str> {
    page.blocks.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn a_page_is_read_as_headings_lines_items_rows_and_pictures_in_order() {
    let page = page(
        "<html lang=sv><title>Kontakt </title><nav><a href=/x>Kurser</a></nav><h1>Hej</h1><p>Ett<br>två</p><ul><li>tre</ul>
         <table><tr><th>Namn<th>Roll<tr><td>Ann<td><a href='mailto:a@b.example'>mejl</a></table>
         <img src=bild.png alt='En bild'><footer>sist</footer><script>nej</script>",
    );
    assert_eq!((page.title.as_str(), page.language.as_deref(), page.scripted), ("Kontakt", Some("sv"), true));
    let said = ["Kurser", "Hej", "Ett", "två", "tre", "Ann | mejl (a@b.example)", "En bild", "sist"];
    assert_eq!(texts(&page), said);
    let kinds = [Kind::Text, Kind::Heading, Kind::Text, Kind::Text, Kind::Item, Kind::Row, Kind::Picture, Kind::Text];
    assert_eq!(page.blocks.iter().map(|block| block.kind).collect::<Vec<_>>(), kinds);
    assert_eq!(page.blocks[5].heads, ["Namn", "Roll"]);
    assert_eq!((page.blocks[0].part, page.blocks[7].part), (Part::Navigation, Part::Footer));
    assert_eq!(page.blocks[0].links, [("Kurser".to_owned(), "/x".to_owned())]);
    assert_eq!(page.blocks[6].links[0].1, "bild.png");
}

#[test]
fn the_address_of_a_link_to_a_mailbox_or_a_telephone_stands_after_its_words() {
    let page = page(
        "<p><a href='mailto:eva%2Elo@x.example?subject=a'>Mejla Eva</a> <a href='tel:+46 500 22 33'>Ring</a>
         <a href='tel:050022 33'>0500-22 33</a> <a href='MAILTO:Bo@x.example'>bo@x.example</a></p>",
    );
    assert_eq!(texts(&page), ["Mejla Eva (eva.lo@x.example) Ring (+46 500 22 33) 0500-22 33 bo@x.example"]);
}

#[test]
fn an_address_that_a_mail_service_hides_is_read_as_browsers_show_it() {
    // The first pair is what the others are mixed with.
    let hidden: String = std::iter::once(0x42)
        .chain("ann@x.example".bytes().map(|byte| byte ^ 0x42))
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(texts(&page(&format!("<p><a data-cfemail={hidden}>x</a>")))[0].contains("ann@x.example"));
    for broken in ["", "4", "zz", "42å1", "ff80"] {
        page(&format!("<p><a data-cfemail='{broken}'>x</a>"));
    }
}

#[test]
fn old_character_sets_are_read_as_the_page_or_the_server_says_and_else_as_they_are() {
    let latin = b"<p>V\xe4gledare</p>";
    for said in ["text/html; charset=ISO-8859-1", "text/html", "text/html; charset=\"windows-1252\""] {
        assert_eq!(texts(&read(said, latin).unwrap()), ["Vägledare"], "{said}");
    }
    let marked = b"<meta charset=iso-8859-15><p>\xe5 \xa4</p>";
    assert_eq!(texts(&read("text/html", marked).unwrap()), ["å €"]);
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("<p>å</p>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(texts(&read("text/html", &wide).unwrap()), ["å"]);
}

#[test]
fn what_is_no_page_is_refused_and_what_is_broken_is_told_from_it() {
    assert_eq!(read("image/png", b"\x89PNG"), Err(NotRead::OtherKind));
    assert_eq!(read("application/pdf", b"nej"), Err(NotRead::Broken));
    assert_eq!(read("application/pdf", b"%PDF-1.4 nej"), Err(NotRead::Broken));
}

#[test]
fn a_page_that_is_deep_or_long_is_read_within_bounds() {
    // Deeper ones take a time that grows with the square of their depth: there the limit of the child ends it.
    let deep = "<div>".repeat(3_000) + "djupt";
    let page_of_it = page(&deep);
    assert_eq!(texts(&page_of_it), ["djupt"]);
    assert!(page_of_it.blocks[0].within.len() <= 48);
    let long = page(&"<p>ett stycke</p>".repeat(20_000));
    assert!(long.cut && long.blocks.len() <= 5_000);
    let wide = page(&format!("<p>{}</p><p>mer</p>", "ord ".repeat(600_000)));
    assert!(wide.cut && wide.blocks.is_empty());
}

#[test]
fn a_child_answers_what_it_is_given() {
    let mut said = Vec::new();
    serve(&mut request("text/html", b"<p>Hej</p>").as_slice(), &mut said).unwrap();
    let answer: Result<WebPage, NotRead> = serde_json::from_slice(&said).unwrap();
    assert_eq!(texts(&answer.unwrap()), ["Hej"]);
    assert!(serve(&mut &b"nej"[..], &mut Vec::new()).is_err());
}

proptest::proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = read("text/html", &bytes);
        let _ = read("", &[b"%PDF-1.4\n", &bytes[..]].concat());
    }

    #[test]
    fn tags_in_any_order_are_read(tags in proptest::collection::vec(
        proptest::sample::select(vec!["<table>", "<tr>", "<td>x", "</td>", "</tr>", "</table>", "<th>", "<div>", "</div>", "<a href=y>z", "</a>",
            "<li>", "<ul>", "<h2>", "</h2>", "<nav>", "</nav>", "<p>å", "<br>", "<script>", "</script>", "<noscript>", "</noscript>", "<svg>", "<select>"]), 0..60)) {
        let html = tags.concat();
        let read = page(&html);
        proptest::prop_assert!(read.blocks.iter().all(|block| !block.text.contains('<')));
    }
}
