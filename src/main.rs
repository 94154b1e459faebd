fn main() -> std::process::ExitCode {
    pvmscope::cli::main(std::env::args_os()).into()
}
