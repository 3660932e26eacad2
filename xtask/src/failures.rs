//! What a test program prints of its failed tests, kept for the end of the record.

/// How many lines are kept of one failed test: the message, not a wall of logs.
const LINES: usize = 12;

/// Reads the lines of libtest's harness: it lists the output of each failed test under `---- name stdout ----` at the end.
#[derive(Default)]
pub struct Failures {
    kept: Vec<String>,
    /// How many lines of the current test may still be kept.
    left: usize,
}

impl Failures {
    /// Takes the next line.
    pub fn see(&mut self, line: &str) {
        if line.starts_with("---- ") && line.ends_with(" stdout ----") {
            self.left = LINES;
        } else if line == "failures:" {
            self.left = 0;
        }
        if self.left > 0 && !line.trim().is_empty() {
            self.left -= 1;
            self.kept.push(line.to_owned());
        }
    }

    /// Each failed test with the beginning of what it printed; empty if the program ended before it could say.
    pub fn told(&self) -> String {
        self.kept.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Failures;

    #[test]
    fn each_failed_test_is_kept_with_the_beginning_of_its_output() {
        let mut failures = Failures::default();
        let wall = "x\n".repeat(100);
        let output = format!(
            "test a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\n\nthread 'b' panicked at b.rs:1:\nnot so\n{wall}\n\
             ---- c stdout ----\nnor so\n\nfailures:\n    b\n    c\n\ntest result: FAILED.\n"
        );
        output.lines().for_each(|line| failures.see(line));
        let told = failures.told();
        assert!(told.starts_with("---- b stdout ----\nthread 'b' panicked at b.rs:1:\nnot so\n"), "{told}");
        assert!(told.ends_with("---- c stdout ----\nnor so"), "{told}");
        assert!(told.lines().count() < 20, "{told}");
    }
}
