//! A PDF written anew from its pages (ISO 32000-2): earlier versions, authors, programs and files within it are left
//! behind.

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

use super::{NotClean, jpeg};

/// How many bytes a stream of the file may unpack to.
const UNPACKED: usize = 64 << 20;
/// How deep objects may lie in each other.
const DEEPEST: usize = 100;

/// Entries that tell of the maker, run something or hold other files, wherever they stand.
const TOLD: [&[u8]; 26] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"AA",
    b"OpenAction",
    b"JavaScript",
    b"JS",
    b"EmbeddedFiles",
    b"EF",
    b"AF",
    b"Collection",
    b"Thumb",
    b"XFA",
    b"Perms",
    b"Legal",
    b"DSS",
    b"CreatorInfo",
    b"SpiderInfo",
    b"Info",
    b"Author",
    b"Creator",
    b"Producer",
    b"CreationDate",
    b"ModDate",
    b"Extensions",
    b"Threads",
];
/// What an annotation tells of who made it.
const OF_NOTES: [&[u8]; 5] = [b"T", b"M", b"NM", b"RC", b"Popup"];
/// Annotations that are something else than what shows on the page.
const NOT_SHOWN: [&[u8]; 7] = [b"FileAttachment", b"RichMedia", b"Movie", b"Sound", b"Screen", b"3D", b"Popup"];
/// Actions that lead somewhere in the document, or to a page on the web that somebody chooses to open.
const LEADING: [&[u8]; 3] = [b"GoTo", b"Named", b"URI"];

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, NotClean> {
    let broken = |_| NotClean::Broken;
    let options = LoadOptions::with_max_decompressed_size(UNPACKED);
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Unimplemented(_) => NotClean::Locked,
        _ => NotClean::Broken,
    })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(NotClean::Locked);
    }
    if document.get_pages().is_empty() {
        return Err(NotClean::Broken);
    }
    // Only where the pages begin is carried over from the trailer.
    let root = document.trailer.get(b"Root").map_err(broken)?.clone();
    document.trailer = Dictionary::new();
    document.trailer.set("Root", root);
    for object in document.objects.values_mut() {
        scrub(object, 0)?;
    }
    document.prune_objects();
    document.renumber_objects();
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| NotClean::Broken)?;
    Ok(out)
}

fn scrub(object: &mut Object, deep: usize) -> Result<(), NotClean> {
    if deep > DEEPEST {
        return Err(NotClean::Broken);
    }
    match object {
        Object::Array(items) => items.iter_mut().try_for_each(|item| scrub(item, deep + 1)),
        Object::Dictionary(entries) => {
            if is_any(entries, b"Subtype", &NOT_SHOWN) && is_note(entries)
                || is_action(entries) && !is_any(entries, b"S", &LEADING)
            {
                *object = Object::Null;
                return Ok(());
            }
            scrub_entries(entries, deep)
        }
        Object::Stream(stream) => {
            scrub_entries(&mut stream.dict, deep)?;
            bare_picture(stream)
        }
        _ => Ok(()),
    }
}

fn scrub_entries(entries: &mut Dictionary, deep: usize) -> Result<(), NotClean> {
    for told in TOLD {
        entries.remove(told);
    }
    // Fields of a form have their names under T too; what they are filled in with shows.
    if is_note(entries) && !is_any(entries, b"Subtype", &[b"Widget", b"Link"]) {
        for told in OF_NOTES {
            entries.remove(told);
        }
    }
    entries.iter_mut().try_for_each(|(_, value)| scrub(value, deep + 1))
}

fn is_any(entries: &Dictionary, key: &[u8], any: &[&[u8]]) -> bool {
    entries.get(key).and_then(Object::as_name).is_ok_and(|name| any.contains(&name))
}

/// Annotations have a place on the page.
fn is_note(entries: &Dictionary) -> bool {
    entries.has(b"Rect") && entries.has(b"Subtype")
}

/// Actions have a kind, S; of other dictionaries with an S, none has the names that actions have.
fn is_action(entries: &Dictionary) -> bool {
    const KINDS: [&[u8]; 18] = [
        b"GoToR",
        b"GoToE",
        b"GoToDp",
        b"Launch",
        b"Thread",
        b"Sound",
        b"Movie",
        b"Hide",
        b"SubmitForm",
        b"ResetForm",
        b"ImportData",
        b"JavaScript",
        b"SetOCGState",
        b"Rendition",
        b"Trans",
        b"GoTo3DView",
        b"RichMediaExecute",
        b"URI",
    ];
    is_any(entries, b"S", &KINDS) && !entries.has(b"Kids") && !entries.has(b"P")
}

/// Ways to pack a stream that hold nothing but what comes out of them.
const PACKED: [&[u8]; 7] = [
    b"FlateDecode",
    b"LZWDecode",
    b"ASCII85Decode",
    b"ASCIIHexDecode",
    b"RunLengthDecode",
    b"CCITTFaxDecode",
    b"JBIG2Decode",
];

/// A photograph within the file without place and camera.
fn bare_picture(stream: &mut Stream) -> Result<(), NotClean> {
    let filters = stream.filters().unwrap_or_default();
    // One that is not said to be a photograph is one nevertheless if it begins as one.
    let is_photograph = filters == [b"DCTDecode"] || stream.content.starts_with(&[0xff, 0xd8]);
    if is_photograph {
        let bare = jpeg::bare(&stream.content).ok_or(NotClean::Holds)?;
        stream.set_content(bare);
        return Ok(());
    }
    // Packed twice, or JPEG 2000, which has boxes for anything, or something unknown: none is looked into.
    if filters.iter().all(|filter| PACKED.contains(filter)) { Ok(()) } else { Err(NotClean::Holds) }
}
