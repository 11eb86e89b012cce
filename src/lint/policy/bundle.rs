//! Puts a schema and the files that it refers to into one, so that nothing is looked up later, least of all on the network.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value as Json};

use crate::schema;

/// Keywords whose schemas are about the same value.
const IN_PLACE: [&str; 9] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "$ref"];

/// Keywords whose values are data, in which nothing is a reference.
const DATA: [&str; 4] = ["const", "enum", "default", "examples"];

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

type Read<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// The schema of a file in one piece.
pub(super) fn bundled(name: &str, read: Read<'_>) -> Result<Json, String> {
    let mut root = parse(name, &read(name).map_err(|error| format!("{name}: {error}"))?)?;
    let mut wanted = Vec::new();
    point(&mut root, name, (name, "#"), &mut wanted)?;
    let mut definitions: BTreeMap<String, Json> = BTreeMap::new();
    while let Some((file, from)) = wanted.pop() {
        if definitions.contains_key(&file) {
            continue;
        }
        let mut part = match schema::file(&file) {
            Some(part) => part,
            None => parse(&file, &read(&file).map_err(|error| format!("{from}: `$ref` to `{file}`: {error}"))?)?,
        };
        point(&mut part, name, (&file, &base(&file)), &mut wanted)?;
        definitions.insert(file, part);
    }
    if let Some(root) = root.as_object_mut() {
        let own = root.entry("$defs").or_insert_with(|| Json::Object(Map::new()));
        own.as_object_mut().into_iter().for_each(|own| own.extend(std::mem::take(&mut definitions)));
    }
    let mut done = HashSet::new();
    each_schema(&root, "#", &mut |schema, at| {
        let target = schema.get("$ref").and_then(Json::as_str);
        if let Some(target) = target.filter(|target| target.strip_prefix('#').and_then(|to| root.pointer(to)).is_none())
        {
            return Err(format!("{name}: `$ref` at `{at}` leads nowhere: `{target}`"));
        }
        follow(&root, at, &mut Vec::new(), &mut done).map_err(|way| format!("{name}: endless `$ref`: {way}"))
    })?;
    Ok(root)
}

fn parse(name: &str, text: &str) -> Result<Json, String> {
    let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        format!("{name}:{}:{}: not JSON: {message}", error.line(), error.column())
    })?;
    if !json.is_object() {
        return Err(format!("{name}: not a JSON Schema: expected an object"));
    }
    match json.get("$schema") {
        None => Ok(json),
        Some(dialect) if dialect.as_str().is_some_and(|dialect| dialect.trim_end_matches('#') == DIALECT) => Ok(json),
        Some(dialect) => Err(format!("{name}: `$schema` is {dialect}, expected `{DIALECT}`")),
    }
}

/// Where a file is in the one piece.
fn base(file: &str) -> String {
    format!("#/$defs/{}", step(file))
}

/// Makes the references of a file point into the one piece, and names the files that they lead to.
fn point(
    schema: &mut Json,
    root: &str,
    (file, base_of_file): (&str, &str),
    wanted: &mut Vec<(String, String)>,
) -> Result<(), String> {
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("$id");
        map.shift_remove("$schema");
    }
    each_reference(schema, &mut |map| {
        if let Some(other) = ["$dynamicRef", "$recursiveRef", "$id"].iter().find(|key| map.contains_key(**key)) {
            return Err(format!("{file}: `{other}` is not supported; use `$ref` with `#/$defs/…`"));
        }
        let Some(reference) = map.get("$ref") else { return Ok(()) };
        let Some(reference) = reference.as_str() else {
            return Err(format!("{file}: `$ref` is not a string: {reference}"));
        };
        let (to, place) = reference.split_once('#').unwrap_or((reference, ""));
        if !place.is_empty() && !place.starts_with('/') {
            return Err(format!("{file}: `$ref` to `{reference}`: expected `#/…`, such as `#/$defs/name`"));
        }
        if to.contains("://") {
            return Err(format!(
                "{file}: `$ref` to `{reference}`: cardlint does not read schemas from the network; save it beside this file"
            ));
        }
        let to = match beside(file, to) {
            _ if to.is_empty() => base_of_file.to_owned(),
            path if path == root => "#".to_owned(),
            path => {
                wanted.push((path.clone(), file.to_owned()));
                base(&path)
            }
        };
        map.insert("$ref".to_owned(), Json::from(format!("{to}{place}")));
        Ok(())
    })
}

/// A path that a file names, from where that file is. cardlint's own schemas are found from everywhere.
fn beside(file: &str, to: &str) -> String {
    if schema::file(to).is_some() || to.starts_with('/') {
        return to.to_owned();
    }
    let mut steps: Vec<&str> = file.split('/').collect();
    steps.pop();
    for step in to.split('/') {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Keywords whose values map names to schemas.
const OF_NAMES: [&str; 4] = ["properties", "patternProperties", "$defs", "dependentSchemas"];

/// What is done with each object that is a schema.
type Visit<'a> = dyn FnMut(&mut Map<String, Json>) -> Result<(), String> + 'a;

fn each_reference(schema: &mut Json, visit: &mut Visit<'_>) -> Result<(), String> {
    match schema {
        Json::Object(map) => {
            visit(map)?;
            map.iter_mut().try_for_each(|(key, value)| match value {
                Json::Object(named) if OF_NAMES.contains(&key.as_str()) => {
                    named.values_mut().try_for_each(|value| each_reference(value, visit))
                }
                _ if is_data(key) => Ok(()),
                value => each_reference(value, visit),
            })
        }
        Json::Array(items) => items.iter_mut().try_for_each(|item| each_reference(item, visit)),
        _ => Ok(()),
    }
}

fn each_schema(
    schema: &Json,
    at: &str,
    visit: &mut dyn FnMut(&Json, &str) -> Result<(), String>,
) -> Result<(), String> {
    let below = |key: &str| format!("{at}/{}", step(key));
    match schema {
        Json::Object(map) => {
            visit(schema, at)?;
            map.iter().try_for_each(|(key, value)| match value {
                Json::Object(named) if OF_NAMES.contains(&key.as_str()) => named
                    .iter()
                    .try_for_each(|(name, value)| each_schema(value, &format!("{}/{}", below(key), step(name)), visit)),
                _ if is_data(key) => Ok(()),
                value => each_schema(value, &below(key), visit),
            })
        }
        Json::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| each_schema(item, &below(&at.to_string()), visit))
        }
        _ => Ok(()),
    }
}

fn is_data(keyword: &str) -> bool {
    DATA.contains(&keyword) || keyword.starts_with("x-")
}

/// A name as a step of a JSON pointer.
fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Follows what is about the same value; fails with the way back to where it was.
fn follow(root: &Json, at: &str, way: &mut Vec<String>, done: &mut HashSet<String>) -> Result<(), String> {
    if let Some(start) = way.iter().position(|before| before == at) {
        let mut names: Vec<String> = way[start..].iter().map(|at| format!("`{at}`")).collect();
        names.push(format!("`{at}`"));
        return Err(names.join(" leads to "));
    }
    if done.contains(at) {
        return Ok(());
    }
    let Some(Json::Object(map)) = at.strip_prefix('#').and_then(|at| root.pointer(at)) else { return Ok(()) };
    way.push(at.to_owned());
    for keyword in IN_PLACE {
        let next: Vec<String> = match map.get(keyword) {
            Some(Json::String(target)) => vec![target.clone()],
            Some(Json::Array(items)) => (0..items.len()).map(|index| format!("{at}/{keyword}/{index}")).collect(),
            Some(Json::Object(named)) if keyword == "dependentSchemas" => {
                named.keys().map(|name| format!("{at}/{keyword}/{}", step(name))).collect()
            }
            Some(Json::Object(_)) => vec![format!("{at}/{keyword}")],
            _ => Vec::new(),
        };
        next.iter().try_for_each(|next| follow(root, next, way, done))?;
    }
    way.pop();
    done.insert(at.to_owned());
    Ok(())
}
