//! Markdown of cards and gate forms, made safe to show.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::UrlRelative;
use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html};

/// Keep the ids of a card and of the gate form's texts apart from each other and from those of the page around them.
const CARD_IDS: &str = "card-";
const TEXT_IDS: &str = "terms-";

/// The HTML of a card's Markdown: GitHub's tables, task lists, strikethrough and footnotes; headings one level down,
/// because the page has its own first heading. No script, style, form or remote image survives; links within the repo
/// at `base` (`/datasets/ana/voices`) lead to its files.
pub(crate) fn card(markdown: &str, base: &str) -> String {
    sanitize(&render(markdown), base, CARD_IDS)
}

/// The HTML of Markdown in the gate form; its links are relative to its page.
pub(crate) fn text(markdown: &str) -> String {
    sanitize(&render(markdown), "", TEXT_IDS)
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
    let named = Arc::new(Mutex::new(NamedFiles::default()));
    let found = Arc::clone(&named);
    ammonia::Builder::default()
        .attribute_filter(move |element, attribute, value| {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            match (element, attribute) {
                ("img", "src") => found.images.extend(path_in_repo(value)),
                ("a", "href") => found.links.extend(path_in_repo(value)),
                _ => {}
            }
            None
        })
        .clean(&render(markdown));
    let mut named = named.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut named)
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

fn render(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut events = Vec::new();
    // Within a link or a block of code, an address is text.
    let mut plain = 0_usize;
    for event in TextMergeStream::new(Parser::new_ext(markdown, options)) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_) | Tag::Image { .. }) => plain += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock | TagEnd::Image) => plain = plain.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Text(text) if plain == 0 => link_addresses(&text, &mut events),
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                events.push(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(level)) => events.push(Event::End(TagEnd::Heading(lower(level)))),
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
    name_headings(&mut events);
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    // The page's policy takes no styles: columns are aligned by the older attribute.
    out.replace(" style=\"text-align: ", " align=\"")
}

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
fn name_headings(events: &mut [Event<'_>]) {
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
                let name = if *count == 0 { slug } else { format!("{slug}-{count}") };
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

fn sanitize(html: &str, base: &str, ids: &'static str) -> String {
    let base = base.to_owned();
    ammonia::Builder::default()
        .add_generic_attributes(["id", "dir", "align"])
        .id_prefix(Some(ids))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(move |element, attribute, value| match (element, attribute) {
            ("img", "src") => image(value, &base).map(Cow::Owned),
            ("a", "href") => Some(link(value, &base, ids)),
            _ => Some(Cow::Borrowed(value)),
        })
        .set_tag_attribute_value("pre", "tabindex", "0")
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .add_allowed_classes("div", ["table"])
        .link_rel(Some("noopener noreferrer nofollow"))
        .clean(html)
        .to_string()
}

/// Images of the repo itself; a page of the mock loads nothing from elsewhere.
fn image(url: &str, base: &str) -> Option<String> {
    if base.is_empty() || has_scheme(url) || url.starts_with('/') {
        return None;
    }
    Some(format!("{base}/media/main/{}", url.trim_start_matches("./")))
}

fn link<'a>(url: &'a str, base: &str, ids: &str) -> Cow<'a, str> {
    if let Some(fragment) = url.strip_prefix('#') {
        Cow::Owned(format!("#{ids}{fragment}"))
    } else if base.is_empty() || has_scheme(url) || url.starts_with(['/', '?']) {
        Cow::Borrowed(url)
    } else {
        Cow::Owned(format!("{base}/blob/main/{}", url.trim_start_matches("./")))
    }
}

fn has_scheme(url: &str) -> bool {
    url.starts_with("//") || url.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn github_tables_and_task_lists_are_shown() {
        let html = card("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n~~old~~", "/datasets/a/b");
        assert!(html.contains("<div class=\"table\" tabindex=\"0\"><table>"), "{html}");
        assert!(html.contains("<td align=\"right\">2</td>"), "{html}");
        assert!(html.contains("☑ done") && html.contains("☐ open"), "{html}");
        assert!(html.contains("<del>old</del>"), "{html}");
    }

    #[test]
    fn nothing_that_runs_survives() {
        let hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))\n\n\
            <a href=\" java&#10;script:alert(1)\">y</a> <form action=/datasets/a/b/settings><input name=gated></form>\n\n\
            <style>*{display:none}</style><iframe src=//evil.example></iframe>\n\n<svg onload=alert(1)>";
        let html = card(hostile, "/datasets/a/b");
        for word in ["script", "onerror", "onload", "<form", "<input", "<style", "<iframe", "<svg"] {
            assert!(!html.to_lowercase().contains(word), "{word} in {html}");
        }
    }

    #[test]
    fn links_and_images_stay_within_the_repo() {
        let html = card(
            "[file](./data/a.csv) [up](/datasets) [there](#the-data) ![map](img/map.png) ![far](https://e.example/a.png)\n\n## The data\n",
            "/datasets/a/b",
        );
        assert!(html.contains("href=\"/datasets/a/b/blob/main/data/a.csv\""), "{html}");
        assert!(html.contains("href=\"/datasets\""), "{html}");
        assert!(html.contains("href=\"#card-the-data\"") && html.contains("<h3 id=\"card-the-data\">"), "{html}");
        assert!(html.contains("src=\"/datasets/a/b/media/main/img/map.png\""), "{html}");
        assert!(!html.contains("e.example") && html.contains("alt=\"far\""), "{html}");
    }

    #[test]
    fn the_files_that_a_card_names_are_told() {
        let named = named_files(
            "![a](./img/a%20b.png?raw=true) <img src=\"c.svg\"> ![far](https://e.example/a.png) ![root](/d.png)\n\n\
             [data](data/a.csv#top) [up](../b.csv) [there](#the-data) <ana@example.com> [x](javascript:y)",
        );
        assert_eq!(named.images, BTreeSet::from(["c.svg".to_owned(), "img/a b.png".to_owned()]));
        assert_eq!(named.links, BTreeSet::from(["../b.csv".to_owned(), "data/a.csv".to_owned()]));
    }

    #[test]
    fn addresses_become_links() {
        let html =
            card("see https://e.example/a_b_c?x=1&y=2. `http://code.example` [x](https://y.example)", "/datasets/a/b");
        assert!(html.contains("href=\"https://e.example/a_b_c?x=1&amp;y=2\""), "{html}");
        assert!(html.contains("</a>. <code>http://code.example</code>"), "{html}");
        assert_eq!(html.matches("<a ").count(), 2, "{html}");
    }

    #[test]
    fn equal_headings_get_different_ids() {
        let html = card("# A b\n\n# A b\n", "");
        assert!(html.contains("id=\"card-a-b\"") && html.contains("id=\"card-a-b-1\""), "{html}");
    }
}
