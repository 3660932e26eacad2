//! `docent`: the command line.

use clap::{Parser, Subcommand};
use docent::{
    commands,
    serve::{self, ServeOptions},
    traces,
};
use std::process::ExitCode;

#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Customer messaging that you host yourself.
#[derive(Parser)]
#[command(name = "docent", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Logs as JSON, one object a line.
    #[arg(long, env = "DOCENT_LOG_JSON", global = true)]
    log_json: bool,
    /// Sends traces by OTLP over HTTP to the collector at this address, for example http://127.0.0.1:4318; nowhere unless given.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_ENDPOINT", global = true)]
    otlp_endpoint: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the widget, the dashboard and the APIs.
    Serve(Box<ServeOptions>),
    #[command(flatten)]
    Other(Box<commands::Command>),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let collector = arguments.otlp_endpoint.as_deref().filter(|address| !address.is_empty());
    let traces = match traces::start(traces::Options { is_json: arguments.log_json, collector }) {
        Ok(traces) => traces,
        Err(reason) => {
            eprintln!("docent: {reason}");
            return ExitCode::FAILURE;
        }
    };
    let result = match arguments.command {
        Command::Serve(options) => serve::run(*options).await,
        Command::Other(command) => commands::run(*command).await,
    };
    traces.end().await;
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("docent: {reason}");
            ExitCode::FAILURE
        }
    }
}
