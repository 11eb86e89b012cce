//! Holds that the cost of a card grows no faster than the card.

use crate::card::Card;
use crate::lint::{Options, check};
use crate::report::{Format, RenderStyle};
use crate::source::SourceFile;
use crate::work::steps;

#[path = "../../bench/worst/shapes.rs"]
mod shapes;

const FEW: usize = 60;
const TIMES: usize = 8;

/// What it takes to check a card, and to show what is wrong with it in every format: steps of loops, and what is
/// allocated.
fn cost(card: &str) -> u64 {
    let source = SourceFile::new("README.md", card);
    let before = steps();
    let allocated = allocation_counter::measure(|| {
        let checked = check(&Card::read(source.clone(), None), &Options::default());
        for format in
            [Format::Full, Format::Concise, Format::Json, Format::Sarif, Format::Github, Format::Gitlab, Format::Junit]
        {
            let _ = format.render(
                &source,
                &checked.diagnostics,
                RenderStyle { color: false, width: 100, warnings_fail: false },
            );
        }
    });
    (steps() - before) as u64 + allocated.count_total + allocated.bytes_total / 64
}

#[test]
fn the_cost_of_a_card_grows_with_its_length_and_no_faster() {
    // What is made once is no cost of a card.
    for (_, card) in shapes::SHAPES {
        cost(&card(2));
    }
    let mut wrong = Vec::new();
    for (name, card) in shapes::SHAPES {
        let (few, many) = (cost(&card(FEW)), cost(&card(FEW * TIMES)));
        #[expect(clippy::cast_precision_loss, reason = "a slope needs no more digits")]
        let slope = (many as f64 / few as f64).ln() / (TIMES as f64).ln();
        if slope > 1.2 {
            wrong.push(format!("{name}: {slope:.2} ({few}, then {many})"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
