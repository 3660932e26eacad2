//! `docent`: the command line.

use clap::{Parser, Subcommand};
use docent::{
    commands,
    serve::{self, ServeOptions},
};
use std::process::ExitCode;
use tracing_subscriber::{EnvFilter, fmt};

/// Customer messaging that you host yourself.
#[derive(Parser)]
#[command(name = "docent", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Logs as JSON, one object a line.
    #[arg(long, env = "DOCENT_LOG_JSON", global = true)]
    log_json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the widget, the dashboard and the APIs.
    Serve(Box<ServeOptions>),
    #[command(flatten)]
    Other(commands::Command),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("DOCENT_LOG").unwrap_or_else(|_| EnvFilter::new("warn,docent=info"));
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if arguments.log_json {
        log.json().init();
    } else {
        log.init();
    }
    let result = match arguments.command {
        Command::Serve(options) => serve::run(*options).await,
        Command::Other(command) => commands::run(command).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("docent: {reason}");
            ExitCode::FAILURE
        }
    }
}
