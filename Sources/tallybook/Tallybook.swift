import ArgumentParser
import DatabaseAccess
import Foundation
import Web

@main
struct Tallybook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tallybook",
    abstract: "Statistics about learners, from the records of a learning platform.",
    discussion: """
      Import records (import, or POST /api/v1/records), then read the statistics (serve, report). The store is one file, \
      tallybook.sqlite unless --store names another. Every option is also an environment variable: --time-zone is \
      TALLYBOOK_TIME_ZONE, and so on; options take precedence.

      To try it with a demo platform:

        tallybook demo                        # writes the folder demo and prints addresses of its users
        tallybook import demo
        tallybook user password ADDRESS       # one of these addresses
        tallybook serve
      """,
    version: Version.current,
    subcommands: [
      ServeCommand.self, ImportCommand.self, PullCommand.self, ExportCommand.self, DemoCommand.self,
      ReportCommand.self, UserCommand.self, TokenCommand.self, XAPICommand.self, VerifyCommand.self,
      RebuildCommand.self, VerifyFileCommand.self, BackupCommand.self, RestoreCommand.self, MoveCommand.self,
      CheckCommand.self, SettingsCommand.self, RecordsCommand.self, StatisticsCommand.self,
    ])

  static func main() async {
    // All files are accessible only by their owner: stores, backups, reports, emails, logs.
    umask(0o077)
    do {
      try await runCommand()
    } catch let error as StorageError {
      ExitError.exit(error.exitCode, error.description)
    } catch {
      exit(withError: error)
    }
  }

  private static func runCommand() async throws {
    var command = try parseAsRoot(try EnvironmentArguments.added(to: Array(CommandLine.arguments.dropFirst())))
    if var asynchronous = command as? any AsyncParsableCommand {
      try await asynchronous.run()
    } else {
      try command.run()
    }
  }
}

extension StorageError {
  var exitCode: ExitCode {
    switch self {
    case .full: .cannotCreate
    case .inputOutput: .inputOutput
    case .busy: .temporary
    case .unavailable: .unavailable
    default: .software
    }
  }
}
