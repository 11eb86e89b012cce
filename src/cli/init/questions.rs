//! The questions that `init` asks on a terminal.

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, FuzzySelect, Input, MultiSelect, Select};

#[cfg(unix)]
use miette::IntoDiagnostic;

use super::answers::{Answers, Gate, language, usual_fields};
use super::asked;
use crate::card::{Card, RepoType};
use crate::source::SourceFile;
use crate::vocabulary;

/// Asks for what the card lacks.
pub(super) fn ask(card: Option<&SourceFile>, directory: &str) -> miette::Result<Answers> {
    #[cfg(unix)]
    end_with_an_error().into_diagnostic()?;
    let theme = ColorfulTheme::default();
    let card = card.map(|card| Card::read(card.clone(), None));
    let lacks = |key: &str| card.as_ref().is_none_or(|card| card.get(key).is_none());
    let mut answers = Answers { directory: directory.to_owned(), ..Answers::default() };
    answers.repo_type = match &card {
        Some(card) => card.repo_type,
        None => {
            let kinds =
                Select::with_theme(&theme).with_prompt("What is it?").items(["a dataset", "a model"]).default(0);
            if asked(kinds.interact())? == 0 { RepoType::Dataset } else { RepoType::Model }
        }
    };
    if card.is_none() {
        let name = Input::with_theme(&theme).with_prompt("Display name").default(directory.to_owned());
        answers.name = Some(asked(name.interact_text())?);
    }
    if lacks("license") {
        answers.license = choose(&theme, "License (type to search)", "licenses")?;
        if answers.license.as_deref() == Some("other") {
            let ask = |prompt: &str| asked(Input::with_theme(&theme).with_prompt(prompt).interact_text());
            answers.license_name = Some(ask("Name of the license")?);
            answers.license_link = Some(ask("Link to the license: a file in the repo, or a URL")?);
        }
    }
    if lacks("language") {
        let words: String = asked(
            Input::with_theme(&theme)
                .with_prompt("Languages, by code or name, separated by commas (empty: none)")
                .allow_empty(true)
                .validate_with(|words: &String| languages(words).map(|_| ()))
                .interact_text(),
        )?;
        answers.languages = languages(&words)?;
    }
    let key = if answers.repo_type == RepoType::Model { "pipeline_tag" } else { "task_categories" };
    if lacks(key) {
        answers.tasks.extend(choose(&theme, "Task (type to search)", "task_categories")?);
    }
    let gated = !lacks("extra_gated_fields") || !lacks("extra_gated_prompt");
    if !gated && asked(Confirm::with_theme(&theme).with_prompt("Add a gate form?").default(false).interact())? {
        answers.gate = Some(gate(&theme)?);
    }
    Ok(answers)
}

/// Ctrl-C ends the question that is asked, instead of the program.
#[cfg(unix)]
fn end_with_an_error() -> std::io::Result<()> {
    let nobody_looks = std::sync::Arc::default();
    signal_hook::flag::register(signal_hook::consts::SIGINT, nobody_looks).map(|_| ())
}

fn gate(theme: &ColorfulTheme) -> miette::Result<Gate> {
    let prompt: String = asked(
        Input::with_theme(theme)
            .with_prompt("What do readers have to know or agree to? (empty: the default text)")
            .allow_empty(true)
            .interact_text(),
    )?;
    let usual = usual_fields();
    let fields = MultiSelect::with_theme(theme)
        .with_prompt("Fields (space to select, enter to continue)")
        .items_checked(usual.iter().map(|field| (field.label.replace("{{ kind }}", "data"), true)));
    let chosen: Vec<String> = asked(fields.interact())?.into_iter().map(|index| usual[index].name.clone()).collect();
    Gate::new(Some(prompt).filter(|prompt| !prompt.trim().is_empty()), Some(&chosen), &[])
}

/// A word of a vocabulary, found by its name; `None` for none of them.
fn choose(theme: &ColorfulTheme, prompt: &str, list: &str) -> miette::Result<Option<String>> {
    let words = vocabulary::words(list);
    let shown = words.iter().map(|(id, name)| format!("{id}  {name}"));
    let items: Vec<String> = std::iter::once("(none)".to_owned()).chain(shown).collect();
    let chosen =
        asked(FuzzySelect::with_theme(theme).with_prompt(prompt).items(&items).default(0).max_length(12).interact())?;
    Ok(chosen.checked_sub(1).map(|index| words[index].0.clone()))
}

fn languages(words: &str) -> miette::Result<Vec<String>> {
    words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(language).collect()
}
