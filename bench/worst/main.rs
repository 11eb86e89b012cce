//! Writes the cards that keep a reader busy: `cargo run --example worst_cards -- FOLDER SIZE…` writes `SHAPE-SIZE.md` for
//! each of them. `bench/growth` measures by them.

mod shapes;

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(words.next().unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for size in words.filter_map(|word| word.parse::<usize>().ok()) {
        for (name, card) in shapes::SHAPES {
            std::fs::write(folder.join(format!("{name}-{size}.md")), card(size))?;
        }
    }
    Ok(())
}
