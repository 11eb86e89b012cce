//! What one card costs: reading, linting, reporting. `cargo bench --manifest-path bench/parts/Cargo.toml`.

use std::hint::black_box;

use cardlint::card::Card;
use cardlint::lint::{Options, lint, lint_card};
use cardlint::report::{Format, RenderStyle};
use cardlint::source::SourceFile;
use criterion::{Criterion, criterion_group, criterion_main};

const GOOD: &str = include_str!("../../../fixtures/cards/good.md");
const BAD: &str = "---\nlicense: Apache-2.0\nlanguage:\n- English\ntask_ids:\n- nope\n---\n# Voices\n";

fn benches(criterion: &mut Criterion) {
    let options = Options::default();
    let good = SourceFile::new("README.md", GOOD);
    let bad = SourceFile::new("README.md", BAD);
    criterion.bench_function("read a good card", |bencher| {
        bencher.iter(|| Card::read(black_box(good.clone()), None));
    });
    let card = Card::read(good.clone(), None);
    criterion.bench_function("lint a good card", |bencher| bencher.iter(|| lint_card(black_box(&card), &options)));
    criterion.bench_function("read and lint a bad card", |bencher| bencher.iter(|| lint(black_box(&bad), &options)));
    let diagnostics = lint(&bad, &options);
    let style = RenderStyle { color: false, width: 100, warnings_fail: false };
    for (name, format) in [
        ("full", Format::Full),
        ("concise", Format::Concise),
        ("json-lines", Format::JsonLines),
        ("sarif", Format::Sarif),
        ("junit", Format::Junit),
    ] {
        criterion.bench_function(&format!("report a bad card as {name}"), |bencher| {
            bencher.iter(|| format.render(black_box(&bad), &diagnostics, style));
        });
    }
}

criterion_group!(group, benches);
criterion_main!(group);
