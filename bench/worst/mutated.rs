//! Checks many mutated cards: `cargo run --release --example mutated_cards -- [--seed N] [--count N] [--fix] FOLDER…` takes
//! the cards in the folders (of this repository: `fixtures`) and says which of their mutants panics, takes more than a second
//! of CPU for each MiB, or more than 200 MiB of memory.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use cardlint::card::Card;
use cardlint::lint::{Options, check, fix::fix};
use cardlint::report::{Format, RenderStyle};
use cardlint::source::SourceFile;

/// Words that mean something to a reader of cards, or upset one.
const WORDS: &[&str] = &[
    "---\n",
    "...\n",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "  ",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "#",
    " # ",
    "&a ",
    "*a",
    "!!int ",
    "!a ",
    "<<: *a\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "|",
    ">",
    "|-\n",
    "%",
    "@",
    "`",
    "\\",
    "~",
    "null",
    "yes",
    "1e3",
    "0x1f",
    "2020-01-01",
    "license: ",
    "language:\n",
    "configs:\n- config_name: a\n",
    "dataset_info:\n",
    "features:\n",
    "splits:\n",
    "extra_gated_fields:\n",
    "extra_gated_prompt: |\n",
    "model-index:\n",
    "tags:\n",
    "name: ",
    "type: select\n",
    "options:\n",
    "data_files:\n",
    "path: ",
    "split: ",
    "# cardlint: ignore[unknown-license]\n",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> b\n",
    "{{ name }}",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{1}",
    "\u{7f}",
    "\u{200b}",
    "日本語",
    "🎉",
];

/// SplitMix64: the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).unwrap_or_default()
    }

    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// A stretch of a text: characters, or whole lines.
    fn stretch<'a>(&mut self, text: &'a str) -> (usize, &'a str) {
        let start = self.place(text);
        let start = if self.below(2) == 0 { start } else { text[..start].rfind('\n').map_or(0, |end| end + 1) };
        let power = 1 + self.below(9);
        let mut end = (start + 1 + self.below(1 << power)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        (start, &text[start..end])
    }
}

/// No card is grown beyond this.
const LARGEST: usize = 2 * 1024 * 1024;

fn mutate(card: &str, other: &str, chance: &mut Chance) -> String {
    let mut text = card.to_owned();
    for _ in 0..=chance.below(8) {
        let (start, stretch) = chance.stretch(&text);
        let (length, stretch) = (stretch.len(), stretch.to_owned());
        match chance.below(8) {
            0 => text.replace_range(start..start + length, ""),
            1 => text.insert_str(start, &stretch.repeat(1 + chance.below(3))),
            // Now and then many times: that is where what grows too fast shows.
            2 if chance.below(20) == 0 => {
                let most = LARGEST.saturating_sub(text.len()) / length.max(1);
                let power = 4 + chance.below(14);
                text.insert_str(start, &stretch.repeat(chance.below(most.min(1 << power))));
            }
            3 => {
                let (_, theirs) = chance.stretch(other);
                text.insert_str(start, theirs);
            }
            4 => text.truncate(start),
            5 => {
                let to = chance.place(&text);
                text.insert_str(to, &stretch);
            }
            _ => text.insert_str(start, WORDS[chance.below(WORDS.len())]),
        }
    }
    text
}

fn cards(folder: &Path, into: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            cards(&path, into);
        } else if path.extension().is_some_and(|name| name == "md")
            && let Ok(text) = fs::read_to_string(&path)
        {
            into.push(text);
        }
    }
}

/// The seconds that this thread has computed.
fn computed() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

/// The most memory that this process has had, in MiB.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap_or_default() / 1024
}

fn look(source: &SourceFile, fixes: bool) {
    let card = Card::read(source.clone(), None);
    let checked = check(&card, &Options::default());
    let style = RenderStyle { color: false, width: 100, warnings_fail: false };
    for format in
        [Format::Full, Format::Concise, Format::JsonLines, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit]
    {
        let _ = format.render(source, &checked.diagnostics, style);
    }
    let _ = (cardlint::lint::verdict(&card), card.gate_form());
    for all in [false, true].into_iter().filter(|_| fixes) {
        let _ = fix(source, &Options::default(), all);
    }
}

fn main() -> std::process::ExitCode {
    let (mut seed, mut count, mut fixes, mut from) = (1_u32, 1000_u32, false, Vec::new());
    let mut words = std::env::args().skip(1);
    let number = |word: Option<String>| word.and_then(|word| word.parse().ok()).unwrap_or(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seed" => seed = number(words.next()),
            "--count" => count = number(words.next()),
            "--fix" => fixes = true,
            folder => cards(Path::new(folder), &mut from),
        }
    }
    let mut chance = Chance(seed.into());
    let (mut wrong, mut slowest, mut rate) = (0, 0.0_f64, 0.0_f64);
    std::panic::set_hook(Box::new(|_| {}));
    for index in 0..count {
        let (card, other) = (chance.below(from.len()), chance.below(from.len()));
        let text = mutate(&from[card], &from[other], &mut chance);
        #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
        let mebibytes = text.len() as f64 / 1_048_576.0;
        let source = SourceFile::new("README.md", text);
        let (before, memory) = (computed(), peak());
        let panicked = catch_unwind(AssertUnwindSafe(|| look(&source, fixes))).is_err();
        let took = computed() - before;
        slowest = slowest.max(took);
        // Seven formats, the Hub's verdict and the fixes are looked at; a short card has a quarter of a second.
        rate = rate.max(took / mebibytes.max(0.25));
        let large = peak() > 200 && peak() > memory;
        if panicked || large || took > mebibytes.max(0.25) {
            wrong += 1;
            let name = std::env::temp_dir().join(format!("mutant-{seed}-{index}.md"));
            let _ = fs::write(&name, &source.text);
            let _ = writeln_error(&format!(
                "{}: panicked {panicked}, {took:.2} s for {mebibytes:.2} MiB, peak {} MiB",
                name.display(),
                peak()
            ));
        }
    }
    let _ = writeln_error(&format!(
        "seed {seed}: {count} mutants of {} cards, {wrong} wrong; slowest {slowest:.2} s, at most {rate:.2} s for a MiB, peak {} MiB",
        from.len(),
        peak()
    ));
    std::process::ExitCode::from(u8::from(wrong > 0))
}

fn writeln_error(line: &str) -> std::io::Result<()> {
    use std::io::Write;
    writeln!(std::io::stderr(), "{line}")
}
