//! What git shows of a push: lines on the side band, and the report that rejects it (git protocol-pack.txt).

const REPORT: u8 = 1;
const MESSAGE: u8 = 2;
/// The longest payload on the side band, in bytes.
const LONGEST_BAND: usize = 65_515;

/// Lines that git shows as `remote: …`.
pub(crate) fn remarks(text: &str) -> Vec<u8> {
    text.lines().flat_map(|line| band(MESSAGE, format!("{line}\n").as_bytes())).collect()
}

/// The whole response to a push that is rejected.
pub(crate) fn rejection<'a>(why: &str, refs: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut report = packet(b"unpack ok\n");
    for name in refs {
        report.extend(packet(format!("ng {name} pre-receive hook declined\n").as_bytes()));
    }
    report.extend(b"0000");
    let mut answer = remarks(why);
    answer.extend(band(REPORT, &report));
    answer.extend(b"0000");
    answer
}

fn band(number: u8, bytes: &[u8]) -> Vec<u8> {
    bytes.chunks(LONGEST_BAND).flat_map(|piece| packet(&[&[number], piece].concat())).collect()
}

fn packet(bytes: &[u8]) -> Vec<u8> {
    [format!("{:04x}", bytes.len() + 4).as_bytes(), bytes].concat()
}
