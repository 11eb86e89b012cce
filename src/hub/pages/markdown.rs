//! Markdown of cards and gate forms, made safe to show.
//!
//! Raw HTML is left out, so that every tag is one that pulldown-cmark or this file writes; what remains to be decided
//! is where links and images lead.

use std::collections::{BTreeSet, HashMap};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

/// Keep the ids of a card and of the gate form's texts apart from each other and from those of the page around them.
const CARD_IDS: &str = "card-";
const TEXT_IDS: &str = "terms-";

/// Where a link may lead, besides pages of the mock.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The HTML of a card's Markdown: GitHub's tables, task lists, strikethrough and footnotes; headings one level down,
/// because the page has its own first heading. No HTML of the author's own and no remote image is shown; links within
/// the repo at `base` (`/datasets/ana/voices`) lead to its files.
pub(crate) fn card(markdown: &str, base: &str) -> String {
    render(markdown, &Place { base, ids: CARD_IDS })
}

/// The HTML of Markdown in the gate form; its links are relative to its page.
pub(crate) fn text(markdown: &str) -> String {
    render(markdown, &Place { base: "", ids: TEXT_IDS })
}

/// Where the HTML is shown.
struct Place<'a> {
    /// The path of the repo, or nothing where addresses are relative to the page.
    base: &'a str,
    /// What ids begin with.
    ids: &'static str,
}

/// The files of the repo that a card names, by their paths from its root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NamedFiles {
    /// Those that it shows.
    pub(crate) images: BTreeSet<String>,
    /// Those that it links to.
    pub(crate) links: BTreeSet<String>,
}

/// Finds the files that a card's Markdown names.
pub(crate) fn named_files(markdown: &str) -> NamedFiles {
    let mut named = NamedFiles::default();
    for event in parse(markdown) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => named.images.extend(path_in_repo(&dest_url)),
            Event::Start(Tag::Link { dest_url, link_type, .. }) if link_type != LinkType::Email => {
                named.links.extend(path_in_repo(&dest_url));
            }
            _ => {}
        }
    }
    named
}

/// The path that a relative address names.
fn path_in_repo(url: &str) -> Option<String> {
    if has_scheme(url) || url.starts_with(['/', '#', '?']) {
        return None;
    }
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches("./");
    let path = percent_decode_str(path).decode_utf8().ok()?;
    (!path.is_empty()).then(|| path.into_owned())
}

/// What Markdown says, raw HTML left out.
// fidelity: raw-html
fn parse(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    TextMergeStream::new(Parser::new_ext(markdown, options))
        .filter(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)))
}

fn render(markdown: &str, place: &Place) -> String {
    let mut events = Vec::new();
    // Within a link, an image or a block of code, an address is text.
    let mut plain = 0_usize;
    // Whether each open link is shown as one.
    let mut links = Vec::new();
    for event in parse(markdown) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_) | Tag::Image { .. }) => plain += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock | TagEnd::Image) => plain = plain.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Text(text) if plain == 0 => link_addresses(&text, &mut events),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let target =
                    if link_type == LinkType::Email { Some(dest_url.to_string()) } else { link(&dest_url, place) };
                links.push(target.is_some());
                events.extend(target.map(|url| Event::Start(Tag::Link { link_type, dest_url: url.into(), title, id })));
            }
            Event::End(TagEnd::Link) => events.extend(links.pop().is_some_and(|shown| shown).then_some(event)),
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = image(&dest_url, place.base).unwrap_or_default().into();
                events.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                events.push(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(level)) => events.push(Event::End(TagEnd::Heading(lower(level)))),
            Event::FootnoteReference(name) => {
                events.push(Event::FootnoteReference(format!("{}{name}", place.ids).into()));
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                events.push(Event::Start(Tag::FootnoteDefinition(format!("{}{name}", place.ids).into())));
            }
            // What scrolls sideways must be reachable by keyboard.
            Event::Start(Tag::Table(_)) => {
                events.push(Event::Html("<div class=\"table\" tabindex=\"0\">".into()));
                events.push(event);
            }
            Event::End(TagEnd::Table) => {
                events.push(event);
                events.push(Event::Html("</div>".into()));
            }
            Event::TaskListMarker(done) => events.push(Event::Text(if done { "☑ " } else { "☐ " }.into())),
            other => events.push(other),
        }
    }
    name_headings(&mut events, place.ids);
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    TAGS.iter()
        .fold(out, |html, (written, shown)| if html.contains(written) { html.replace(written, shown) } else { html })
}

/// What is added to tags, or taken from them: in text and in attributes, `<` is escaped.
const TAGS: [(&str, &str); 5] = [
    ("<a href=", "<a rel=\"noopener noreferrer nofollow\" href="),
    ("<pre>", "<pre tabindex=\"0\">"),
    // An image that is not shown leaves its description.
    ("<img src=\"\" ", "<img "),
    // The page's policy takes no styles: columns are aligned by the older attribute.
    ("<th style=\"text-align: ", "<th align=\""),
    ("<td style=\"text-align: ", "<td align=\""),
];

/// A piece of a string: a URL, or what is around URLs.
pub(crate) struct LinkedPart<'a> {
    pub(crate) text: &'a str,
    pub(crate) link: bool,
}

/// Finds the URLs in a string, as GitHub does.
pub(crate) fn linked(text: &str) -> Vec<LinkedPart<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("https://").into_iter().chain(rest.find("http://")).min() {
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '`');
        let end = rest[start..].find(ends).map_or(rest.len(), |length| start + length);
        let address = rest[start..end].trim_end_matches(|c: char| ".,:;!?'\")]}".contains(c));
        parts.push(LinkedPart { text: &rest[..start], link: false });
        parts.push(LinkedPart { text: address, link: true });
        rest = &rest[start + address.len()..];
    }
    parts.push(LinkedPart { text: rest, link: false });
    parts
}

/// Turns the URLs in a string into links.
fn link_addresses(text: &str, events: &mut Vec<Event<'_>>) {
    for part in linked(text) {
        let words = Event::Text(part.text.to_owned().into());
        if !part.link {
            events.push(words);
            continue;
        }
        let link = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: part.text.to_owned().into(),
            title: "".into(),
            id: "".into(),
        };
        events.extend([Event::Start(link), words, Event::End(TagEnd::Link)]);
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + 1).unwrap_or(HeadingLevel::H6)
}

/// Gives each heading the id that links within a card use: its words in lower case, joined by hyphens.
fn name_headings(events: &mut [Event<'_>], ids: &str) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut open = None;
    let mut words = String::new();
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { .. }) => {
                open = Some(at);
                words.clear();
            }
            Event::Text(text) | Event::Code(text) if open.is_some() => words.push_str(text),
            Event::End(TagEnd::Heading(_)) => {
                let Some(start) = open.take() else { continue };
                let slug = slug(&words);
                let count = seen.entry(slug.clone()).or_default();
                let name = if *count == 0 { format!("{ids}{slug}") } else { format!("{ids}{slug}-{count}") };
                *count += 1;
                if let Event::Start(Tag::Heading { id, .. }) = &mut events[start] {
                    *id = Some(name.into());
                }
            }
            _ => {}
        }
    }
}

fn slug(words: &str) -> String {
    words
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

/// Images of the repo itself; a page of the mock loads nothing from elsewhere.
fn image(url: &str, base: &str) -> Option<String> {
    if base.is_empty() || has_scheme(url) || url.starts_with('/') {
        return None;
    }
    Some(format!("{base}/media/main/{}", url.trim_start_matches("./")))
}

/// Where a link leads; `None` where it must not.
fn link(url: &str, place: &Place) -> Option<String> {
    if let Some(fragment) = url.strip_prefix('#') {
        Some(format!("#{}{fragment}", place.ids))
    } else if let Some(scheme) = scheme(url) {
        SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)).then(|| url.to_owned())
    } else if place.base.is_empty() || url.starts_with(['/', '?']) {
        Some(url.to_owned())
    } else {
        Some(format!("{}/blob/main/{}", place.base, url.trim_start_matches("./")))
    }
}

fn has_scheme(url: &str) -> bool {
    url.starts_with("//") || scheme(url).is_some()
}

/// What comes before the first colon, if that is before the path. A browser passes over spaces and control characters
/// in it, but none of them is part of a scheme that is known.
fn scheme(url: &str) -> Option<&str> {
    Some(url.split(['/', '?', '#']).next()?.split_once(':')?.0)
}

#[cfg(test)]
mod tests;
