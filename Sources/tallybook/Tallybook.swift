import ArgumentParser

@main
struct Tallybook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tallybook",
    abstract: "Statistics of the people who learn, from the records of a learning platform.",
    discussion: """
      Records go in (import, or POST /api/v1/records), statistics come out (serve, report). The store is one file \
      unless --store says otherwise. Every option is also an environment variable: --time-zone is TALLYBOOK_TIME_ZONE, \
      and so on.
      """,
    subcommands: [ImportCommand.self, VerifyCommand.self])
}
