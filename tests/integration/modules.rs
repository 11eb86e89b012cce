//! The modules of the crate, and which of them name which: by `use`, and by paths anywhere in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::run::files_below;

/// The names on the way to a module: `hub`, `pages`, `repo`. The root of the library is the empty one.
pub(crate) type Module = Vec<String>;

/// Each module with those that it names.
pub(crate) type Graph = BTreeMap<Module, BTreeSet<Module>>;

/// A path in the code, and the name that it has from there on.
type Import = (Vec<String>, String);

struct Crate {
    code: BTreeMap<Module, String>,
    imports: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

/// The graph of the library. A name that a module imports from another counts as that other's.
pub(crate) fn graph() -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = BTreeMap::new();
    for file in files_below(&root, "rs") {
        let path = file.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = path.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
        match module[0].as_str() {
            "main" => continue,
            "lib" => module.clear(),
            _ => {}
        }
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.insert(module, lines.collect::<Vec<_>>().join("\n"));
    }
    let mut library = Crate { code, imports: BTreeMap::new() };
    for (module, code) in &library.code {
        let mut imports = BTreeMap::new();
        for (path, name) in code.match_indices("use ").flat_map(|(at, word)| tree(&code[at + word.len()..]).0) {
            if let Some(path) = library.absolute(module, &path) {
                imports.insert(name, path);
            }
        }
        library.imports.insert(module.clone(), imports);
    }
    library.code.keys().map(|module| (module.clone(), library.named_by(module))).collect()
}

impl Crate {
    fn named_by(&self, module: &Module) -> BTreeSet<Module> {
        let code = &self.code[module];
        let starts = code.match_indices("::").map(|(at, _)| word_before(code, at));
        let paths = starts.flat_map(|start| tree(&code[start..]).0).filter_map(|(path, _)| {
            let imported = self.imports[module].get(&path[0]);
            match imported {
                Some(from) => Some([from.as_slice(), &path[1..]].concat()),
                None => self.absolute(module, &path),
            }
        });
        let mut named: BTreeSet<Module> = paths.filter_map(|path| self.module_of(&path, 0)).collect();
        named.remove(module);
        named
    }

    /// A path from the root; `None` for one into another crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let ups = path.iter().take_while(|name| *name == "super").count();
        let base = &module[..module.len().checked_sub(ups)?];
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module, &path[1..]].concat()),
            "super" => Some([base, &path[ups..]].concat()),
            first => {
                let child = [module, &[first.to_owned()]].concat();
                self.code.contains_key(&child).then(|| [module, path].concat())
            }
        }
    }

    /// The module that a path ends in, through what modules on its way import.
    fn module_of(&self, path: &[String], depth: usize) -> Option<Module> {
        let length = (0..=path.len()).rev().find(|length| self.code.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let imported = rest.first().and_then(|name| self.imports.get(module)?.get(name));
        match imported.filter(|from| depth < 8 && from.as_slice() != path) {
            Some(from) => self.module_of(&[from.as_slice(), &rest[1..]].concat(), depth + 1),
            None => Some(module.to_vec()),
        }
    }
}

/// Where the name before a `::` begins; at the `::` itself if there is none, or if it is not the first name of its path.
fn word_before(code: &str, at: usize) -> usize {
    let start = code[..at].rfind(|char: char| !(char.is_alphanumeric() || char == '_')).map_or(0, |before| before + 1);
    if code[..start].ends_with("::") || code[..start].ends_with(['$', '.']) { at } else { start }
}

/// The paths that a tree such as `a::{b, c::d as e}` stands for, and what comes after it.
fn tree(code: &str) -> (Vec<Import>, &str) {
    let mut path: Vec<String> = Vec::new();
    let mut rest = code.trim_start();
    loop {
        if let Some(list) = rest.strip_prefix('{') {
            let mut imports = Vec::new();
            rest = list;
            loop {
                rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == ',');
                if let Some(after) = rest.strip_prefix('}') {
                    return (imports, after);
                }
                let (inner, after) = tree(rest);
                if inner.is_empty() {
                    return (imports, after);
                }
                imports.extend(inner.into_iter().map(|(tail, name)| match tail.as_slice() {
                    [word] if word == "self" => (path.clone(), path[path.len() - 1].clone()),
                    _ => ([path.as_slice(), &tail].concat(), name),
                }));
                rest = after;
            }
        }
        let end = rest.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(rest.len());
        if end == 0 {
            return (path.last().cloned().map(|name| (path, name)).into_iter().collect(), rest);
        }
        path.push(rest[..end].to_owned());
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(after) => rest = after,
            None => break,
        }
    }
    let mut name = path[path.len() - 1].clone();
    if let Some(alias) = rest.strip_prefix(" as ") {
        let end = alias.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(alias.len());
        alias[..end].clone_into(&mut name);
        rest = &alias[end..];
    }
    (vec![(path, name)], rest)
}

/// Whether one of two modules is within the other.
fn are_nested(one: &[String], other: &[String]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[test]
fn no_module_is_used_by_what_it_uses() {
    let graph = graph();
    assert!(graph[&vec!["hub".to_owned(), "app".to_owned()]].contains(&vec!["hub".to_owned(), "state".to_owned()]));
    let aside = |module: &Module| -> Vec<&Module> {
        let named = graph.get(module).into_iter().flatten();
        named.filter(|other| !are_nested(module, other)).collect()
    };
    let mut circles = Vec::new();
    for module in graph.keys() {
        let (mut seen, mut next) = (BTreeSet::new(), aside(module));
        while let Some(other) = next.pop() {
            if seen.insert(other) {
                next.extend(aside(other));
            }
        }
        if seen.contains(module) {
            let through: Vec<_> = aside(module).iter().map(|other| other.join("::")).collect();
            circles.push(format!("{} (by {})", module.join("::"), through.join(", ")));
        }
    }
    assert!(circles.is_empty(), "modules that use themselves through others: {circles:#?}");
}

#[test]
fn a_path_is_followed_to_where_its_name_is_from() {
    let (paths, rest) = tree("super::{a, b::{self, c as d}} ;");
    let paths: Vec<_> = paths.iter().map(|(path, name)| (path.join("::"), name.as_str())).collect();
    assert_eq!(paths.len(), 3);
    assert_eq!(paths[2], ("super::b::c".to_owned(), "d"));
    assert_eq!(paths[1], ("super::b".to_owned(), "b"));
    assert_eq!(rest, " ;");
}
