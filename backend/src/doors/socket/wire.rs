//! The socket itself: text frames out, text frames in, and the end.

use super::{frames::ServerFrame, pulse::Pulse};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use std::{future::pending, time::Duration};
use tokio::time::{Instant, timeout};

/// A client that takes a chunk no faster than this is gone.
const LONGEST_SEND: Duration = Duration::from_secs(30);
/// How long a closing client may take to say goodbye.
const LONGEST_GOODBYE: Duration = Duration::from_secs(4);
/// Transitions over this many bytes are cut, so that a slow client is not taken for one that has gone.
const CHUNK: usize = 256 * 1024;

/// The close code for a message that is too large to read.
const TOO_LARGE: u16 = 1009;

/// Why a connection ends.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// The client has gone, or cannot be reached.
    Gone,
    /// We close it, with this code and reason.
    Close(u16, &'static str),
}

impl End {
    /// The server stops; the client reconnects.
    pub const RESTART: Self = Self::Close(1001, "Restarting");
    /// We and the client disagree; a new connection starts over cleanly.
    pub const RESYNC: Self = Self::Close(1011, "InternalServerError");
    /// A message is larger than any that we read.
    pub const TOO_LARGE: Self = Self::Close(TOO_LARGE, "MessageTooLarge");
    /// The client does not speak the protocol.
    pub const PROTOCOL: Self = Self::Close(1002, "ProtocolError");
    /// One user has as many sockets as they may; the client's longest pause goes with this reason.
    pub const TOO_MANY: Self = Self::Close(1013, "TooManyConcurrentRequests");
    /// The client's token is no longer good.
    pub const AUTH: Self = Self::Close(1000, "AuthError");
}

/// One WebSocket.
pub struct Wire {
    socket: WebSocket,
    takes_chunks: bool,
    pub pulse: Pulse,
}

impl Wire {
    pub fn new(socket: WebSocket, takes_chunks: bool) -> Self {
        Self { socket, takes_chunks, pulse: Pulse::new(Instant::now()) }
    }

    /// The next text frame. Safe to cancel.
    pub async fn hear(&mut self) -> Result<Utf8Bytes, End> {
        loop {
            let message = self.socket.recv().await.ok_or(End::Gone)?;
            self.pulse.heard_at = Instant::now();
            match message {
                Ok(Message::Text(text)) => return Ok(text),
                Ok(Message::Ping(_) | Message::Pong(_)) => (),
                Ok(Message::Binary(_)) => return Err(End::Close(1003, "TextFramesOnly")),
                Ok(Message::Close(_)) => return Err(End::Gone),
                Err(cause) => {
                    tracing::debug!(%cause, "a socket failed");
                    return Err(failure(&cause));
                }
            }
        }
    }

    pub async fn say(&mut self, frame: &ServerFrame<'_>) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(|cause| {
            tracing::error!(%cause, "a frame could not be written");
            End::RESYNC
        })?;
        let is_transition = matches!(frame, ServerFrame::Transition { .. });
        if is_transition && self.takes_chunks && text.len() > CHUNK {
            return self.say_in_chunks(&text).await;
        }
        self.send(Message::Text(text.into())).await
    }

    async fn say_in_chunks(&mut self, text: &str) -> Result<(), End> {
        let chunks = chunks(text, CHUNK);
        for (part_number, chunk) in chunks.iter().enumerate() {
            // One transition is sent at a time, so any name will do.
            let part = ServerFrame::TransitionChunk {
                chunk,
                part_number,
                total_parts: chunks.len(),
                transition_id: "0",
            };
            let part = serde_json::to_string(&part).map_err(|_| End::RESYNC)?;
            self.send(Message::Text(part.into())).await?;
        }
        Ok(())
    }

    /// A ping of each kind: the client hears only text, dead peers are found by the other.
    pub async fn ping(&mut self) -> Result<(), End> {
        self.pulse.pinged_at = Instant::now();
        self.say(&ServerFrame::Ping).await?;
        self.send(Message::Ping(Default::default())).await
    }

    /// Says goodbye and reads until the client has gone: what is unread at the end would undo what was sent.
    pub async fn close(mut self, code: u16, reason: &'static str) {
        let goodbye = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
        let done = async {
            if self.socket.send(goodbye).await.is_ok() {
                if code == TOO_LARGE {
                    // Nothing can be read any more, and the client, which is still sending, must find our words first.
                    pending::<()>().await;
                }
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Whoever does not answer is cut off.
        let _ = timeout(LONGEST_GOODBYE, done).await;
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        let (is_text, bytes) = match &message {
            Message::Text(text) => (true, text.len()),
            _ => (false, 0),
        };
        let limit = LONGEST_SEND.saturating_mul((bytes / CHUNK).max(1) as u32);
        match timeout(limit, self.socket.send(message)).await {
            Ok(Ok(())) => {
                if is_text {
                    self.pulse.said_at = Instant::now();
                }
                Ok(())
            }
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}

/// Pieces of at most `most` bytes, cut between characters.
fn chunks(mut text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    while text.len() > most {
        let (piece, rest) = text.split_at(text.floor_char_boundary(most));
        pieces.push(piece);
        text = rest;
    }
    pieces.push(text);
    pieces
}

/// Too large a message is told apart from a broken connection.
fn failure(cause: &axum::Error) -> End {
    let text = cause.to_string();
    match text.contains("Space limit exceeded") || text.contains("too long") {
        true => End::TOO_LARGE,
        false => End::PROTOCOL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_cut_between_characters_and_lose_nothing() {
        let text = "aä€😀".repeat(9);
        let pieces = chunks(&text, 7);
        assert!(pieces.iter().all(|piece| piece.len() <= 7));
        assert_eq!(pieces.concat(), text);
    }
}
