//! Addresses of licenses: those who keep licenses name an id in them.

use super::ids::{HUB, Meaning, by_id, tokens};

/// The address in a value that is one.
pub(super) fn url(text: &str) -> Option<String> {
    let is_url = text.starts_with("http://") || text.starts_with("https://");
    let is_bare =
        text.starts_with("www.") || HOSTS.iter().any(|host| text.to_lowercase().starts_with(&format!("{host}/")));
    if text.contains(char::is_whitespace) || !(is_url || is_bare) {
        return None;
    }
    Some(if is_url { text.to_owned() } else { format!("https://{text}") })
}

const HOSTS: [&str; 9] = [
    "creativecommons.org",
    "opensource.org",
    "spdx.org",
    "choosealicense.com",
    "gnu.org",
    "apache.org",
    "unlicense.org",
    "opendatacommons.org",
    "mozilla.org",
];

/// The license that a URL of a license registry names.
pub(super) fn by_url(url: &str) -> Option<Meaning> {
    let plain = url.to_lowercase();
    let plain = plain.split("://").last()?.split(['?', '#']).next()?;
    let plain = plain.strip_prefix("www.").unwrap_or(plain);
    let mut path = plain.split('/').filter(|step| !step.is_empty());
    let host = path.next()?;
    let path: Vec<_> = path.collect();
    let with_link = |meaning: Meaning| match meaning {
        Meaning::Other { name, .. } => Meaning::Other { name, link: Some(url.to_owned()) },
        other => other,
    };
    let file = |name: &str| {
        // `gpl-3.0.en.html`
        let mut name = name;
        while let Some((rest, ending)) = name.rsplit_once('.')
            && ending.chars().all(char::is_alphabetic)
        {
            name = rest;
        }
        name.to_owned()
    };
    let id = match (host, path.as_slice()) {
        ("creativecommons.org", ["publicdomain", "zero", "1.0", rest @ ..]) if is_deed(rest) => "cc0-1.0".to_owned(),
        ("creativecommons.org", ["licenses", code, version, rest @ ..]) => {
            return Some(creative_commons(code, version, rest, url));
        }
        ("opensource.org", ["license" | "licenses", id]) | ("spdx.org" | "choosealicense.com", ["licenses", id]) => {
            file(id)
        }
        ("gnu.org", ["licenses", .., id]) => {
            let id = file(id);
            if id.starts_with("fdl") { format!("g{id}") } else { id }
        }
        ("apache.org", ["licenses", id]) => format!("apache-{}", file(id).strip_prefix("license-")?),
        ("mozilla.org", [.., "mpl", version]) => format!("mpl-{version}"),
        ("eclipse.org", ["legal", id]) => file(id),
        ("unlicense.org", _) => "unlicense".to_owned(),
        ("opendatacommons.org", ["licenses", id, ..]) => match *id {
            "by" => "odc-by".to_owned(),
            id => id.to_owned(),
        },
        _ => return None,
    };
    // A family is not one license.
    by_id(&id).map(with_link).filter(|meaning| !matches!(meaning, Meaning::Id("gpl" | "lgpl" | "gfdl" | "bsd" | "cc")))
}

/// Whether what follows the version in a URL of Creative Commons is only another view of the same license.
fn is_deed(rest: &[&str]) -> bool {
    rest.iter().all(|step| step.starts_with("deed") || step.starts_with("legalcode"))
}

fn creative_commons(code: &str, version: &str, rest: &[&str], url: &str) -> Meaning {
    let id = format!("cc-{code}-{version}");
    if is_deed(rest)
        && let Some(id) = HUB.get(&tokens(&id)).filter(|known| **known == id)
    {
        return Meaning::Id(id);
    }
    // A port, such as `us`, is a license of its own.
    let port = rest.iter().filter(|step| !is_deed(&[step])).map(|step| format!("-{step}"));
    let name = format!("{id}{}", port.collect::<String>()).to_uppercase();
    Meaning::Other { name: Some(name), link: Some(url.to_owned()) }
}
