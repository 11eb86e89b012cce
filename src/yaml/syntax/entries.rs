//! Lines that look like an entry or an item, but for one sign.

use super::place::{NO_COLON, NO_KEY, NO_MORE, Place, leading_space};
use crate::source::{Edit, Repair};
use crate::yaml::{BULLETS, NoKey, Problem, SyntaxError, flow};

const NO_SPACE: &str = "a whitespace character is expected after the key-value separator within a block mapping";

impl Place<'_> {
    /// A line among keys that has no colon.
    pub(super) fn no_colon(&self) -> Problem {
        if self.before().contains('\t') {
            return self.tab();
        }
        if let Some(problem) = self.glued_colon().or_else(|| self.alias_as_key()) {
            return problem;
        }
        let entry = self.rest();
        let end = self.part.map_or(self.yaml.len(), |end| end.max(self.at));
        if let Some(collection) = flow::collection(&self.yaml[self.at..end]) {
            let end = collection.length;
            let problem = self.problem(SyntaxError::NoKey(NoKey::Brackets));
            return match self.yaml[self.at..self.at + end].contains('\n') {
                true => problem.hub_yaml(NO_KEY, self.here() + end),
                false => self.without_colon(problem, end),
            };
        }
        if entry.contains(": ") || entry.trim_end().ends_with(':') {
            let problem = self.problem(SyntaxError::Misaligned { maybe_item: true });
            return problem.hub_yaml(self.misfit(), self.here());
        }
        let no_key = |meant: NoKey| self.problem(SyntaxError::NoKey(meant));
        let problem = if let Some(problem) = self.bullet() {
            problem
        } else if is_item_without_space(entry) {
            let lead = self.before();
            let items =
                self.lines_below().take_while(|(_, line)| line.strip_prefix(lead).is_some_and(is_item_without_space));
            let spaces = items.map(|(start, _)| Edit::insert(self.base + start + lead.len() + 1, " "));
            no_key(NoKey::DashWithoutSpace).repair(Repair::safe(spaces.collect()))
        } else if let Some(colon) = entry.find(':').filter(|colon| !entry[*colon..].starts_with("://")) {
            let space = Edit::insert(self.here() + colon + 1, " ");
            no_key(NoKey::ColonWithoutSpace).repair(Repair::suggested(vec![space]))
        } else if let Some(colon) = entry.find('：') {
            let value = entry[colon..].trim_start_matches(['：', ' ']);
            let sign = self.span(self.at + colon, entry.len() - colon - value.len());
            no_key(NoKey::OtherColon).repair(Repair::suggested(vec![Edit::replace(sign, ": ")]))
        } else if let Some(sign) = ["//", "<!--", "/*", "--"].iter().find(|sign| entry.starts_with(**sign)) {
            no_key(NoKey::OtherComment)
                .repair(Repair::suggested(vec![Edit::replace(self.span(self.at, sign.len()), "#")]))
        } else {
            no_key(NoKey::Unknown)
        };
        if entry.starts_with(['{', '[', '"', '\'']) {
            return self.without_colon(problem, quoted(entry).unwrap_or(entry.len()));
        }
        if self.part.is_some() {
            return problem;
        }
        let below = self.line_start + self.line.len();
        if !self.goes_on_below() {
            return problem.hub_yaml(NO_COLON, self.base + below);
        }
        let colon = self.yaml[below..].match_indices(':').map(|(at, _)| below + at + 1);
        let next = colon.into_iter().find(|at| self.yaml[*at..].chars().next().is_none_or(char::is_whitespace));
        problem.hub_yaml(NO_KEY, next.map_or(self.end_of_stream(), |after| self.base + after - 1))
    }

    /// Whether js-yaml takes the next line for more of the text that begins at the place: one that is indented further than
    /// what is around the mapping of the place.
    fn goes_on_below(&self) -> bool {
        let column = self.before().chars().take_while(|c| *c == ' ').count();
        let open = self.open_at(self.line_start);
        let Some(around) = open.iter().rfind(|block| block.column < column) else { return true };
        self.next_line().is_some_and(|next| {
            Self::new(self.yaml, next - self.base, self.base, self.part).before().len() > around.column
        })
    }

    /// Adds what js-yaml says behind a key in quotes or brackets of a length, where it wants a colon and a space.
    fn without_colon(&self, problem: Problem, length: usize) -> Problem {
        let rest = &self.yaml[self.at + length..];
        let colon = self.at + length + (rest.len() - rest.trim_start_matches(' ').len());
        match self.yaml[colon..].starts_with(':') {
            true => problem.hub_yaml(NO_SPACE, self.base + colon + 1),
            false => problem.hub_yaml(NO_COLON, self.base + colon),
        }
    }

    /// What is behind the end of the document.
    pub(super) fn after_document(&self) -> Problem {
        self.glued_colon()
            .or_else(|| self.alias_as_key())
            .unwrap_or_else(|| self.problem(SyntaxError::LessIndented).hub_yaml(NO_MORE, self.here()))
    }

    /// A colon right before its value, behind a key in quotes or brackets: `"a":b`.
    pub(super) fn glued_colon(&self) -> Option<Problem> {
        let key = self.before().trim_start_matches([' ', '-']);
        let is_key = key.starts_with(['"', '\'', '[', '{']) && key.trim_end().ends_with(['"', '\'', ']', '}']);
        if !is_key || !self.rest().starts_with(':') || key.contains(": ") || self.in_brackets() {
            return None;
        }
        let lead = &self.before()[..self.before().len() - key.len()];
        let below = self.lines_below().skip(1).map_while(|(start, line)| {
            let entry = line.strip_prefix(lead)?;
            let colon = quoted(entry)?;
            let is_glued =
                entry[colon..].strip_prefix(':').is_some_and(|value| !value.starts_with(char::is_whitespace));
            is_glued.then_some(self.base + start + lead.len() + colon)
        });
        let spaces = std::iter::once(self.here()).chain(below).map(|colon| Edit::insert(colon + 1, " "));
        // Nothing else can be meant.
        let repair = Repair::safe(spaces.collect());
        let problem = self.problem(SyntaxError::NoKey(NoKey::ColonWithoutSpace)).repair(repair);
        Some(problem.hub_yaml(NO_SPACE, self.here() + 1))
    }

    /// A key that begins with `*`, whose first word is the name of an alias.
    pub(super) fn alias_as_key(&self) -> Option<Problem> {
        let lead = self.line.len() - self.line.trim_start_matches([' ', '-']).len();
        let entry = self.line[lead..].trim_end();
        let colon = entry.find(": ").or_else(|| entry.strip_suffix(':').map(str::len))?;
        let (key, name) = (&entry[..colon], entry.strip_prefix('*')?);
        if key.ends_with(' ') {
            return None;
        }
        let length = name.find(|sign: char| sign.is_whitespace() || ",[]{}".contains(sign)).unwrap_or(name.len());
        let start = self.line_start + lead;
        let quoted = serde_json::Value::from(key).to_string();
        let edit = Edit::replace(self.span(start, key.len()), &*quoted);
        let problem = Problem::syntax(SyntaxError::AliasAsKey(quoted), self.span(start, key.len()));
        let reason = format!("unidentified alias \"{}\"", &name[..length]);
        Some(problem.repair(Repair::suggested(vec![edit])).hub_yaml(reason, self.base + start + 1 + length))
    }

    /// A bullet in place of `-`, as in Markdown. The first of several lines has the edits of all.
    pub(super) fn bullet(&self) -> Option<Problem> {
        let lead = leading_space(self.line);
        let bullet = self.line[lead.len()..].chars().next().filter(|sign| BULLETS.contains(sign))?;
        let dash = |(start, line): (usize, &str)| {
            let text = item(line, lead, bullet)?;
            let space = text.len() - text.trim_start_matches([' ', '\t']).len();
            Some(Edit::replace(self.span(start + lead.len(), bullet.len_utf8() + space), "- "))
        };
        let above = self.yaml[..self.line_start].lines().next_back();
        let goes_on = above.is_some_and(|line| item(line, lead, bullet).is_some());
        let most = if goes_on { 1 } else { usize::MAX };
        let dashes: Vec<_> = self.lines_below().map_while(dash).take(most).collect();
        let is_here = !dashes.is_empty() && self.line_start + lead.len() == self.at;
        is_here.then(|| self.problem(SyntaxError::Bullet(bullet)).repair(Repair::suggested(dashes)))
    }

    /// `- a - b` behind a key.
    pub(super) fn list_on_key_line(&self) -> Problem {
        let problem = self.problem(SyntaxError::ListOnKeyLine);
        let items: Vec<_> = self.rest().trim_start_matches("- ").split(" - ").map(str::trim).collect();
        let is_plain = |item: &&str| !item.is_empty() && !item.contains([':', '#', ',', '[', ']', '{', '}', '"', '\'']);
        if !items.iter().all(is_plain) || !self.before().trim_end().ends_with(':') {
            return problem;
        }
        let edit = Edit::replace(self.span(self.at, self.rest().len()), format!("[{}]", items.join(", ")));
        problem.repair(Repair::suggested(vec![edit]))
    }

    /// Whether the quote or bracket before the place ends what stands where the mapping around it has its next key.
    pub(super) fn ends_due_key(&self) -> bool {
        let indent = leading_space(self.before()).len();
        let ended = &self.before()[indent..];
        if self.in_brackets() || ended.contains(": ") || !ended.starts_with(['"', '\'', '[', '{', '&']) {
            return false;
        }
        let open = self.open_at(self.line_start);
        let around = open.iter().rfind(|block| block.column <= indent);
        around.is_some_and(|block| block.column == indent && !block.is_list)
    }
}

/// What is behind the bullet of a line.
fn item<'a>(line: &'a str, lead: &str, bullet: char) -> Option<&'a str> {
    line.strip_prefix(lead)?.strip_prefix(bullet).filter(|text| text.starts_with([' ', '\t']))
}

/// Whether a line begins an item of a list, but for the space behind its `-`.
fn is_item_without_space(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|item| item.starts_with(|c: char| c.is_alphanumeric()))
}

/// The length of the quoted text that a line begins with.
fn quoted(line: &str) -> Option<usize> {
    let quote = line.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    let mut signs = line.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        let doubled = quote == '\'' && signs.peek().is_some_and(|(_, next)| *next == quote);
        if (sign == '\\' && quote == '"') || (sign == quote && doubled) {
            signs.next();
        } else if sign == quote {
            return Some(at + 1);
        }
    }
    None
}
