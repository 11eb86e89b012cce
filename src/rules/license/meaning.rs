//! What a value of `license` that the Hub does not know means: another spelling of a license, another license, a file.

pub(super) use super::ids::Meaning;
use super::ids::{HUB, by_id, tokens};
use super::url::{by_url, url};

/// Values that no author chose. trl writes `license` into each card.
const PLACEHOLDERS: [&str; 18] = [
    "license",
    "licence",
    "your license",
    "your-license",
    "license name",
    "license-name",
    "license id",
    "license here",
    "todo",
    "tbd",
    "fixme",
    "xxx",
    "more information needed",
    "license_name",
    "your license here",
    "choose a license",
    "add license",
    "insert license",
];

/// Ids that are never suggested for a typo.
const NEVER_SUGGESTED: [&str; 4] = ["unlicense", "other", "unknown", "cc"];

/// Whether a value is left over from a template.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let plain = text.trim().trim_matches(['[', ']', '<', '>', '{', '}', '"', '\'']).trim();
    // `LICENSE` names a file.
    let lower = plain.to_lowercase();
    PLACEHOLDERS.contains(&lower.as_str()) && (lower == plain || !matches!(lower.as_str(), "license" | "licence"))
}

/// What a value means that is not one of the Hub's ids.
pub(super) fn meaning(text: &str) -> Meaning {
    let text = text.trim();
    let lower = text.to_lowercase();
    if is_placeholder(text) {
        return Meaning::Placeholder;
    }
    if ["none", "n/a", "na", "null", "no", "no license", "-", "?", ""].contains(&lower.as_str()) {
        return Meaning::Nothing;
    }
    if let Some(url) = url(text) {
        return by_url(&url).unwrap_or(Meaning::Other { name: None, link: Some(url) });
    }
    if let Some(file) = file(text) {
        return Meaning::Other { name: None, link: Some(file) };
    }
    by_id(text)
        .or_else(|| typo(text).map(Meaning::Typo))
        .or_else(|| family(text))
        .unwrap_or_else(|| Meaning::Other { name: Some(text.to_owned()), link: None })
}

/// The id with one typo in one of its words. Short words are families: another letter makes another license of them.
fn typo(text: &str) -> Option<&'static str> {
    const SHORT: usize = 5;
    const LONG: usize = 9;
    let wanted = tokens(text);
    let is_typo = |one: &str, other: &str| {
        let distance = strsim::osa_distance(one, other);
        let sorted = |text: &str| {
            let mut letters: Vec<_> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        let length = one.chars().count().min(other.chars().count());
        let letters = one.chars().chain(other.chars()).all(char::is_alphabetic);
        letters
            && match length {
                0..SHORT => distance == 1 && sorted(one) == sorted(other),
                SHORT..LONG => distance == 1,
                _ => distance <= 2,
            }
    };
    let mut near = HUB.iter().filter(|(tokens, id)| {
        let different: Vec<_> = tokens.iter().zip(&wanted).filter(|(one, other)| one != other).collect();
        let [(one, other)] = different.as_slice() else { return false };
        !NEVER_SUGGESTED.contains(id) && tokens.len() == wanted.len() && is_typo(one, other)
    });
    let (_, id) = near.next()?;
    near.next().is_none().then_some(*id)
}

/// The ids of a family whose version is not given.
fn family(text: &str) -> Option<Meaning> {
    let wanted = tokens(text);
    let is_version = |tokens: &Vec<String>| {
        tokens
            .strip_prefix(wanted.as_slice())
            .is_some_and(|rest| !rest.is_empty() && rest.iter().all(|token| token.starts_with(char::is_numeric)))
    };
    let mut ids: Vec<_> = HUB.iter().filter(|(tokens, _)| is_version(tokens)).map(|(_, id)| *id).collect();
    ids.sort_unstable();
    (!ids.is_empty() && !wanted.is_empty()).then_some(Meaning::Family(ids))
}

/// The file that a value such as `see LICENSE` names.
fn file(text: &str) -> Option<String> {
    let words: Vec<_> = text.trim_matches(['"', '\'', '(', ')']).trim_end_matches('.').split_whitespace().collect();
    let (name, is_named) = match words.as_slice() {
        [name] => (*name, false),
        [see, rest @ ..] if ["see", "refer", "read", "in"].contains(&see.to_lowercase().as_str()) => {
            let small = ["the", "to", "file", "a", "in", "this", "repo", "repository", "attached", "included", "our"];
            let mut names = rest.iter().filter(|word| !small.contains(&word.to_lowercase().as_str()));
            let name = names.next()?;
            if names.next().is_some() {
                return None;
            }
            (*name, true)
        }
        [name, file] if file.eq_ignore_ascii_case("file") => (*name, true),
        _ => return None,
    };
    let name = name.trim_start_matches("./").trim_matches(['`', '"', '\'', '[', ']', ',', '.']);
    let upper = name.to_uppercase();
    let stem = ["LICENSE", "LICENCE", "COPYING"].into_iter().find(|stem| upper.starts_with(stem))?;
    let (bare, ending) = (upper == stem, &upper[stem.len()..]);
    let is_file = [".MD", ".TXT", ".PDF", ".RST", ".HTML"].contains(&ending)
        || (name.starts_with(stem)
            && (ending.is_empty() || (ending.starts_with(['-', '_', '.']) && !ending.starts_with("-2.0"))));
    if is_file {
        return Some(name.to_owned());
    }
    // `License`, as a sentence begins.
    (bare && (is_named || name != name.to_lowercase())).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(name: Option<&str>, link: Option<&str>) -> Meaning {
        Meaning::Other { name: name.map(str::to_owned), link: link.map(str::to_owned) }
    }

    #[test]
    fn a_spelling_keeps_family_version_and_clauses() {
        for (text, id) in [
            ("Apache License, Version 2.0", "apache-2.0"),
            ("apache v2", "apache-2.0"),
            ("MIT", "mit"),
            ("CC BY-NC-SA 4", "cc-by-nc-sa-4.0"),
            ("GPL-3.0-only", "gpl-3.0"),
            ("GPLv3", "gpl-3.0"),
            ("BSD 3 Clause", "bsd-3-clause"),
            ("Llama 3.1", "llama3.1"),
            ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
            ("http://creativecommons.org/licenses/by-sa/3.0/deed.de", "cc-by-sa-3.0"),
            ("https://creativecommons.org/licenses/by-nc/4.0/legalcode", "cc-by-nc-4.0"),
            ("creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"),
            ("https://opensource.org/licenses/MIT", "mit"),
            ("https://opensource.org/license/apache-2-0", "apache-2.0"),
            ("https://opensource.org/licenses/BSD-3-Clause", "bsd-3-clause"),
            ("https://spdx.org/licenses/GPL-3.0-only.html", "gpl-3.0"),
            ("https://choosealicense.com/licenses/agpl-3.0/", "agpl-3.0"),
            ("https://www.gnu.org/licenses/gpl-3.0.en.html", "gpl-3.0"),
            ("https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html", "lgpl-2.1"),
            ("https://www.apache.org/licenses/LICENSE-2.0.txt", "apache-2.0"),
            ("https://www.mozilla.org/en-US/MPL/2.0/", "mpl-2.0"),
            ("https://unlicense.org", "unlicense"),
        ] {
            assert_eq!(meaning(text), Meaning::Id(id), "{text}");
        }
    }

    #[test]
    fn another_version_or_clause_is_another_license() {
        let spdx = |id: &str| other(Some(id), Some(&format!("https://spdx.org/licenses/{id}.html")));
        for (text, id) in [
            ("gpl-1.0", "GPL-1.0"),
            ("0BSD", "0BSD"),
            ("bsd-4-clause", "BSD-4-Clause"),
            ("cc-by-nd-3.0", "CC-BY-ND-3.0"),
            ("MIT-0", "MIT-0"),
            ("GPL-3.0-or-later", "GPL-3.0-or-later"),
            ("gpl-2.0+", "GPL-2.0+"),
            ("GFDL-1.3", "GFDL-1.3"),
            ("ms-rl", "MS-RL"),
            ("apache 1.1", "Apache-1.1"),
            ("cc-by-sa-2.0", "CC-BY-SA-2.0"),
            ("OLDAP-2.8", "OLDAP-2.8"),
            ("BSD Zero Clause License", "0BSD"),
        ] {
            assert_eq!(meaning(text), spdx(id), "{text}");
        }
        for text in [
            "gpl-2.1",
            "cc-by-nc-5.0",
            "apache-3.0",
            "bsd-5-clause",
            "lgpl-4.0",
            "unlicensed",
            "unlicence",
            "gpl-4.0",
            "my-license",
            "MIT OR Apache-2.0",
        ] {
            assert_eq!(meaning(text), other(Some(text), None), "{text}");
        }
        for (url, name) in [
            ("https://creativecommons.org/licenses/by/3.0/us/", Some("CC-BY-3.0-US")),
            ("https://creativecommons.org/licenses/by-nd/3.0/", Some("CC-BY-ND-3.0")),
            ("https://creativecommons.org/licenses/by/3.0/igo/deed.en", Some("CC-BY-3.0-IGO")),
            ("https://opensource.org/licenses/0BSD", Some("0BSD")),
            ("https://www.gnu.org/licenses/gpl.html", None),
            ("https://example.org/terms", None),
            ("https://creativecommons.org/publicdomain/mark/1.0/", None),
        ] {
            assert_eq!(meaning(url), other(name, Some(url)), "{url}");
        }
    }

    #[test]
    fn files_placeholders_families_and_slips() {
        for (text, link) in [
            ("LICENSE", "LICENSE"),
            ("LICENSE.md", "LICENSE.md"),
            ("see LICENSE", "LICENSE"),
            ("See the license file", "LICENSE"),
            ("./license.txt", "license.txt"),
            ("COPYING", "COPYING"),
            ("License", "LICENSE"),
            ("LICENSE file", "LICENSE"),
        ] {
            assert_eq!(meaning(text), other(None, Some(link)), "{text}");
        }
        for text in ["license", "[license]", "[More Information Needed]", "TODO", "<your license>"] {
            assert_eq!(meaning(text), Meaning::Placeholder, "{text}");
        }
        assert_eq!(meaning("apache"), Meaning::Family(vec!["apache-2.0"]));
        assert_eq!(meaning("cc-by-sa"), Meaning::Family(vec!["cc-by-sa-3.0", "cc-by-sa-4.0"]));
        for (text, id) in [
            ("apach-2.0", "apache-2.0"),
            ("mti", "mit"),
            ("bsd-3-cluase", "bsd-3-clause"),
            ("creativml-openrail-m", "creativeml-openrail-m"),
        ] {
            assert_eq!(meaning(text), Meaning::Typo(id), "{text}");
        }
        assert_eq!(meaning("n/a"), Meaning::Nothing);
    }
}
