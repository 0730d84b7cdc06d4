//! What a browser would send of a form that is drawn on a page.

/// The fields of every form on the page that changes something, as they stand: hidden ones too, boxes that are ticked, what is chosen.
pub fn fields(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = ["<input", "<textarea", "<select"].iter().filter_map(|tag| rest.find(tag)).min() {
        let after = &rest[at..];
        let head = after.split('>').next().unwrap_or_default();
        let body = after.get(head.len() + 1..).unwrap_or_default();
        if let Some(name) = attribute(head, "name") {
            found.extend(value(head, body).map(|value| (name, value)));
        }
        rest = body;
    }
    found
}

fn value(head: &str, body: &str) -> Option<String> {
    if head.starts_with("<textarea") {
        return Some(plain(body.split("</textarea>").next().unwrap_or_default()));
    }
    if head.starts_with("<select") {
        let options = body.split("</select>").next().unwrap_or_default();
        let all: Vec<&str> =
            options.split("<option").skip(1).map(|one| one.split('>').next().unwrap_or_default()).collect();
        let chosen = all.iter().find(|one| one.contains(" selected")).or_else(|| all.first())?;
        return attribute(chosen, "value");
    }
    let of_kind = |kind: &str| head.contains(&format!("type=\"{kind}\""));
    if (of_kind("checkbox") || of_kind("radio")) && !head.contains(" checked") {
        return None;
    }
    Some(attribute(head, "value").unwrap_or_default())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.split_once(&format!(" {name}=\""))?.1;
    Some(plain(from.split('"').next().unwrap_or_default()))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
