//! Counts the cards below a folder whose metadata a JSON Schema takes: `floor SCHEMA FOLDER`. One thread for each core, no
//! messages, no places, no order: the floor under every linter that does more.

use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};

use granit_parser::{Event, Options, Parser, ScalarStyle};
use ignore::{WalkBuilder, WalkState};
use serde_json::{Map, Value};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(schema), Some(folder)) = (args.next(), args.next()) else {
        eprintln!("usage: floor SCHEMA FOLDER");
        return;
    };
    let schema: Value = serde_json::from_slice(&std::fs::read(schema).expect("schema")).expect("schema is JSON");
    let validator = jsonschema::options().build(&schema).expect("schema");
    let (cards, valid) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    WalkBuilder::new(folder).require_git(false).threads(threads).build_parallel().run(|| {
        let mut text = String::new();
        let (validator, cards, valid) = (&validator, &cards, &valid);
        Box::new(move |entry| {
            let Ok(entry) = entry else { return WalkState::Continue };
            if entry.file_name() != "README.md" {
                return WalkState::Continue;
            }
            text.clear();
            let read = std::fs::File::open(entry.path()).and_then(|mut file| file.read_to_string(&mut text));
            if read.is_ok() {
                cards.fetch_add(1, Ordering::Relaxed);
                if let Some(metadata) = block(&text).and_then(parse)
                    && validator.is_valid(&metadata)
                {
                    valid.fetch_add(1, Ordering::Relaxed);
                }
            }
            WalkState::Continue
        })
    });
    println!("{} of {} cards are valid", valid.into_inner(), cards.into_inner());
}

fn block(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---\n")?;
    Some(&rest[..rest.find("\n---")? + 1])
}

/// The metadata as JSON. Scalars are told by their first letters, aliases are null: enough for a floor.
fn parse(block: &str) -> Option<Value> {
    let mut parser = Parser::new_from_str_with_options(block, Options::default());
    let mut open: Vec<(Value, Option<String>)> = Vec::new();
    let mut root = None;
    while let Some(event) = parser.next_event() {
        let value = match event.ok()?.0 {
            Event::Scalar(text, style, ..) => scalar(&text, style),
            Event::SequenceStart(..) => {
                open.push((Value::Array(Vec::new()), None));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((Value::Object(Map::new()), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop()?.0,
            Event::Alias(_) => Value::Null,
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(value),
            Some((Value::Array(items), _)) => items.push(value),
            Some((Value::Object(map), key)) => match key.take() {
                None => *key = Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
                Some(key) => {
                    map.insert(key, value);
                }
            },
            Some(_) => {}
        }
    }
    root
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::from(text);
    }
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
    }
}
