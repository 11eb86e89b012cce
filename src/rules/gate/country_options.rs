//! Fields of the gate form that ask for a country with hand-written options.

use crate::card::Card;
use crate::vocabulary::{CountryCode, country, country_called};
use crate::yaml::{Entry, Node};

/// A `select` whose options name countries.
pub(super) struct CountrySelect<'a> {
    /// The field.
    pub(super) field: &'a Entry,
    /// What each option stores, and how it names a country.
    pub(super) options: Vec<(&'a str, &'a Node, Naming)>,
    /// Whether most options are codes of two letters.
    pub(super) by_code: bool,
}

/// How a string names a country.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// An assigned alpha-2 code.
    Code,
    /// An assigned alpha-2 code, but not in uppercase.
    LowerCase,
    /// Two uppercase letters that are not assigned.
    Unassigned,
    /// An alpha-3 code or a name.
    Name,
    /// Not at all.
    Not,
}

/// The fields that ask for a country.
pub(super) fn countries(card: &Card) -> Vec<CountrySelect<'_>> {
    super::fields(card).iter().filter_map(read).collect()
}

fn read(field: &Entry) -> Option<CountrySelect<'_>> {
    if field.value.get("type")?.as_str() != Some("select") {
        return None;
    }
    let label = field.key.key_text().to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let label_asks = label == "land" || about(&["countr", "nationalit", "citizen", "residen", "pays", "país", "国"]);
    // Two letters are also languages and states.
    if !label_asks && about(&["language", "lang", "idioma", "locale", "state", "province", "currency"]) {
        return None;
    }
    let options: Vec<_> =
        field.value.get("options")?.items().iter().filter_map(|option| named(option, label_asks)).collect();
    let count = |wanted: &[Naming]| options.iter().filter(|(.., naming)| wanted.contains(naming)).count();
    let codes = count(&[Naming::Code, Naming::LowerCase]);
    let names = count(&[Naming::Name]);
    let letters = codes + count(&[Naming::Unassigned]);
    let all = options.len();
    let enough = if label_asks {
        codes + names >= 2 && (letters + names) * 2 > all
    } else {
        codes + names >= 5 && (codes + names) * 4 >= all * 3
    };
    enough.then_some(CountrySelect { field, by_code: codes >= names, options })
}

fn named(option: &Node, label_asks: bool) -> Option<(&str, &Node, Naming)> {
    let node = option.get("value").unwrap_or(option);
    let text = node.as_str()?;
    let two = |case: fn(&u8) -> bool| text.len() == 2 && text.as_bytes().iter().all(case);
    let naming = if two(u8::is_ascii_uppercase) {
        if matches!(country(text), CountryCode::Assigned(_)) { Naming::Code } else { Naming::Unassigned }
    } else if two(u8::is_ascii_alphabetic) {
        let assigned = label_asks && matches!(country(&text.to_ascii_uppercase()), CountryCode::Assigned(_));
        if assigned { Naming::LowerCase } else { Naming::Not }
    } else if called(text).is_some() {
        Naming::Name
    } else {
        Naming::Not
    };
    Some((text, node, naming))
}

/// The code of a country by its name, also by one that people use and ISO does not have.
pub(super) fn called(name: &str) -> Option<&'static str> {
    let plain = name.trim().replace('’', "'").replace('&', "and").replace("St. ", "Saint ");
    let plain = plain.strip_prefix("The ").or_else(|| plain.strip_prefix("the ")).unwrap_or(&plain);
    country_called(plain).or_else(|| {
        let lower = plain.to_lowercase();
        COMMON_NAMES.iter().find(|(name, _)| *name == lower).map(|(_, code)| *code)
    })
}

/// Common and former names of countries, and those of the Unicode CLDR, where ISO 3166-1 has another one.
const COMMON_NAMES: [(&str, &str); 89] = [
    ("america", "US"),
    ("bahamas", "BS"),
    ("belorussia", "BY"),
    ("bolivia", "BO"),
    ("bosnia", "BA"),
    ("britain", "GB"),
    ("british virgin islands", "VG"),
    ("brunei", "BN"),
    ("burma", "MM"),
    ("byelorussia", "BY"),
    ("cape verde", "CV"),
    ("caribbean netherlands", "BQ"),
    ("ceylon", "LK"),
    ("cocos islands", "CC"),
    ("congo - brazzaville", "CG"),
    ("congo - kinshasa", "CD"),
    ("congo republic", "CG"),
    ("congo-brazzaville", "CG"),
    ("congo-kinshasa", "CD"),
    ("cote d'ivoire", "CI"),
    ("curacao", "CW"),
    ("czech republic", "CZ"),
    ("dahomey", "BJ"),
    ("democratic republic of congo", "CD"),
    ("democratic republic of the congo", "CD"),
    ("dr congo", "CD"),
    ("drc", "CD"),
    ("east timor", "TL"),
    ("falkland islands", "FK"),
    ("gambia", "GM"),
    ("great britain", "GB"),
    ("heard and mcdonald islands", "HM"),
    ("holland", "NL"),
    ("holy see", "VA"),
    ("hong kong sar", "HK"),
    ("hong kong sar china", "HK"),
    ("iran", "IR"),
    ("ivory coast", "CI"),
    ("kampuchea", "KH"),
    ("korea", "KR"),
    ("laos", "LA"),
    ("macao sar", "MO"),
    ("macao sar china", "MO"),
    ("macau", "MO"),
    ("macedonia", "MK"),
    ("micronesia", "FM"),
    ("moldova", "MD"),
    ("myanmar (burma)", "MM"),
    ("north korea", "KP"),
    ("palestine", "PS"),
    ("palestinian territories", "PS"),
    ("persia", "IR"),
    ("pitcairn islands", "PN"),
    ("republic of korea", "KR"),
    ("republic of the congo", "CG"),
    ("reunion", "RE"),
    ("rhodesia", "ZW"),
    ("russia", "RU"),
    ("saint barthelemy", "BL"),
    ("saint helena", "SH"),
    ("saint martin", "MF"),
    ("saint vincent and grenadines", "VC"),
    ("sao tome and principe", "ST"),
    ("siam", "TH"),
    ("sint maarten", "SX"),
    ("south georgia and south sandwich islands", "GS"),
    ("south korea", "KR"),
    ("svalbard and jan mayen", "SJ"),
    ("swaziland", "SZ"),
    ("syria", "SY"),
    ("são tomé and príncipe", "ST"),
    ("taiwan", "TW"),
    ("tanzania", "TZ"),
    ("turkey", "TR"),
    ("turkiye", "TR"),
    ("u.k.", "GB"),
    ("u.s.", "US"),
    ("u.s. outlying islands", "UM"),
    ("u.s. virgin islands", "VI"),
    ("u.s.a.", "US"),
    ("uae", "AE"),
    ("upper volta", "BF"),
    ("us virgin islands", "VI"),
    ("vatican", "VA"),
    ("vatican city", "VA"),
    ("venezuela", "VE"),
    ("vietnam", "VN"),
    ("western samoa", "WS"),
    ("zaire", "CD"),
];

/// The code that took the place of one that is no longer assigned, and whose country only has another name.
pub(super) fn renamed(code: &str) -> Option<&'static str> {
    const RENAMED: [(&str, &str); 11] = [
        ("BU", "MM"),
        ("DD", "DE"),
        ("DY", "BJ"),
        ("FX", "FR"),
        ("HV", "BF"),
        ("NH", "VU"),
        ("PZ", "PA"),
        ("RH", "ZW"),
        ("TP", "TL"),
        ("VD", "VN"),
        ("ZR", "CD"),
    ];
    RENAMED.iter().find(|(old, _)| *old == code).map(|(_, new)| *new)
}
