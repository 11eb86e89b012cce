//! The type of a feature, as `datasets` determines it: by the first key of its mapping.

use crate::card::Card;
use crate::yaml::{Entry, Node, Value};

/// The keys that describe a feature by another one.
pub(super) const WRAPPERS: [&str; 5] = ["dtype", "list", "large_list", "sequence", "struct"];

/// The classes of features; a key names one in snake case.
const CLASSES: [&str; 18] = [
    "Value",
    "ClassLabel",
    "Translation",
    "TranslationVariableLanguages",
    "Array2D",
    "Array3D",
    "Array4D",
    "Array5D",
    "Audio",
    "Image",
    "Mesh",
    "Video",
    "Pdf",
    "Nifti",
    "BioSequence",
    "BioStructure",
    "Json",
    "LargeList",
];

/// The keys that a feature's mapping can start with.
pub(super) const TYPE_KEYS: [&str; 22] = [
    "dtype",
    "list",
    "large_list",
    "sequence",
    "struct",
    "class_label",
    "translation",
    "translation_variable_languages",
    "array2_d",
    "array3_d",
    "array4_d",
    "array5_d",
    "audio",
    "image",
    "mesh",
    "video",
    "pdf",
    "nifti",
    "bio_sequence",
    "bio_structure",
    "json",
    "value",
];

/// The class that a key names, if there is one.
pub(super) fn class(key: &str) -> Option<&'static str> {
    let mut camel = String::new();
    for word in key.split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(letters.flat_map(char::to_lowercase));
    }
    CLASSES.into_iter().find(|class| *class == camel)
}

/// The settings of a class of features, besides `id`.
pub(super) fn settings(class: &str) -> &'static [&'static str] {
    match class {
        "Value" => &["dtype"],
        "ClassLabel" => &["names", "num_classes", "names_file"],
        "Translation" => &["languages"],
        "TranslationVariableLanguages" => &["languages", "num_languages"],
        "Array2D" | "Array3D" | "Array4D" | "Array5D" => &["shape", "dtype"],
        "Audio" => &["sampling_rate", "decode", "num_channels", "stream_index", "mono"],
        "Image" => &["mode", "decode"],
        "Video" => &["decode", "stream_index", "dimension_order", "num_ffmpeg_threads", "device", "seek_mode"],
        "BioSequence" | "BioStructure" => &["format", "decode"],
        "LargeList" => &["feature"],
        _ => &["decode"],
    }
}

/// The mapping of a feature.
pub(super) struct FeatureType<'a> {
    /// The mapping.
    pub(super) map: &'a Node,
    /// Its entries without the `name` of a column; the first one decides.
    pub(super) entries: Vec<&'a Entry>,
}

/// Every feature's mapping, nested ones included.
pub(super) fn all(card: &Card) -> Vec<FeatureType<'_>> {
    let mut kinds = Vec::new();
    super::features(card).for_each(|features| columns(features, &mut kinds));
    kinds
}

fn columns<'a>(list: &'a Node, into: &mut Vec<FeatureType<'a>>) {
    for column in list.items() {
        kind(column, true, into);
    }
}

fn kind<'a>(map: &'a Node, column: bool, into: &mut Vec<FeatureType<'a>>) {
    let entries: Vec<_> = map.entries().iter().filter(|entry| !column || entry.key.as_str() != Some("name")).collect();
    if let Some(first) = entries.first().filter(|first| WRAPPERS.contains(&first.key.key_text().as_str())) {
        match &first.value.value {
            Value::Sequence(_) => columns(&first.value, into),
            Value::Mapping(_) => kind(&first.value, false, into),
            _ => {}
        }
    }
    if matches!(map.value, Value::Mapping(_)) {
        into.push(FeatureType { map, entries });
    }
}
