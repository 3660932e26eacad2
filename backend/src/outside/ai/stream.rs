//! What comes of a chat completion: server-sent events, or one JSON document from an endpoint that does not stream.

use super::{Fault, carrier::Arriving, parsed};
use serde::Deserialize;

/// The most bytes of one line.
const LINE: usize = 1 << 20;
/// The most calls of one answer; more than one is wrong already.
const CALLS: usize = 8;
/// The most bytes of one call's arguments, and of what is said beside calls.
const TEXT: usize = 64 * 1024;

/// A call that the model asks for. It is only words: nothing runs by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToolCall {
    pub name: String,
    /// JSON, as far as it has come.
    pub arguments: String,
}

/// All that a model said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    pub calls: Vec<ToolCall>,
    /// What it said beside calls.
    pub content: String,
    /// Tokens that the endpoint counts, of question and answer.
    pub tokens: Option<i64>,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Usage>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(alias = "message", default)]
    delta: Delta,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
struct Delta {
    content: Option<String>,
    tool_calls: Option<Vec<CallDelta>>,
}

#[derive(Deserialize)]
struct CallDelta {
    index: Option<usize>,
    #[serde(default)]
    function: FunctionDelta,
}

#[derive(Default, Deserialize)]
struct FunctionDelta {
    name: Option<String>,
    arguments: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    total_tokens: Option<i64>,
}

/// A reply in the making.
pub struct Reading<G> {
    reply: Reply,
    is_finished: bool,
    grows: G,
}

impl<G: FnMut(&ToolCall)> Reading<G> {
    pub async fn of(mut arriving: Arriving, grows: G) -> Result<Reply, Fault> {
        let mut reading = Self { reply: Reply::default(), is_finished: false, grows };
        if !arriving.is_stream {
            let whole = arriving.whole().await?;
            reading.take(&whole)?;
            return Ok(reading.reply);
        }
        let mut line = Vec::new();
        while let Some(piece) = arriving.next().await? {
            for part in piece.split_inclusive(|byte| *byte == b'\n') {
                line.extend_from_slice(part);
                if line.len() > LINE {
                    return Err(Fault::TooMuch);
                }
                if part.ends_with(b"\n") && reading.line(&line)? {
                    return Ok(reading.reply);
                }
                if part.ends_with(b"\n") {
                    line.clear();
                }
            }
        }
        // Some end without saying so; one that has given its reason is whole.
        if reading.is_finished { Ok(reading.reply) } else { Err(Fault::Cut) }
    }

    /// Answers whether it was the last one.
    fn line(&mut self, line: &[u8]) -> Result<bool, Fault> {
        // Comments keep a connection alive; names and ids of events say nothing here.
        let Some(data) = line.strip_prefix(b"data:") else { return Ok(false) };
        match data.trim_ascii() {
            b"" => Ok(false),
            b"[DONE]" => Ok(true),
            data => self.take(data).map(|()| false),
        }
    }

    fn take(&mut self, data: &[u8]) -> Result<(), Fault> {
        let chunk: Chunk = parsed(data)?;
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            let said = error.get("message").and_then(|text| text.as_str()).unwrap_or("it gave an error");
            return Err(Fault::refused(500, said, None));
        }
        if let Some(tokens) = chunk.usage.and_then(|usage| usage.total_tokens) {
            self.reply.tokens = Some(tokens.max(0));
        }
        let Some(choice) = chunk.choices.into_iter().next() else { return Ok(()) };
        self.is_finished |= choice.finish_reason.is_some();
        if let Some(content) = choice.delta.content {
            self.reply.content.push_str(&content);
        }
        let calls = choice.delta.tool_calls.unwrap_or_default();
        let has_grown = !calls.is_empty();
        for (n, call) in calls.into_iter().enumerate() {
            self.call(call.index.unwrap_or(n), call.function)?;
        }
        let size = |call: &ToolCall| call.name.len() + call.arguments.len();
        if self.reply.content.len() > TEXT || self.reply.calls.iter().map(size).sum::<usize>() > TEXT {
            return Err(Fault::TooMuch);
        }
        if has_grown && let Some(first) = self.reply.calls.first() {
            (self.grows)(first);
        }
        Ok(())
    }

    fn call(&mut self, index: usize, more: FunctionDelta) -> Result<(), Fault> {
        if index >= CALLS {
            return Err(Fault::TooMuch);
        }
        if self.reply.calls.len() <= index {
            self.reply.calls.resize_with(index + 1, ToolCall::default);
        }
        let call = &mut self.reply.calls[index];
        call.name.push_str(&more.name.unwrap_or_default());
        call.arguments.push_str(&more.arguments.unwrap_or_default());
        Ok(())
    }
}
