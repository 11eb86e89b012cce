//! The log of a server: what the pushers were told.

use std::fs::OpenOptions;
use std::io::Write;

use super::Repository;

impl Repository {
    /// Appends lines with the time to the file that the configuration `cardlint.log` of git names, if it names one: a
    /// relative path counts from the git directory.
    pub fn log(&self, lines: &[String]) -> Result<(), String> {
        let path = match self.inner.config_snapshot().trusted_path("cardlint.log") {
            Ok(Some(path)) => self.inner.git_dir().join(path),
            Ok(None) => return Ok(()),
            Err(error) => return Err(format!("the configuration `cardlint.log` is not a path: {error}")),
        };
        #[expect(clippy::disallowed_methods, reason = "a log has the time of the server")]
        let now = jiff::Timestamp::now();
        let text = lines.iter().map(|line| format!("{now:.0} {line}\n")).collect::<String>();
        let file = OpenOptions::new().create(true).append(true).open(&path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| format!("cannot write the log `{}`: {error}", path.display()))
    }
}
