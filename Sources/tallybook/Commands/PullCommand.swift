import ArgumentParser
import DatabaseAccess
import Foundation
import HTTPClient
import Intake
import LRS
import Records
import Store

struct PullCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Read xAPI statements from another LRS.", subcommands: [PullXAPICommand.self])
}

struct PullXAPICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xapi",
    abstract: "Read the xAPI statements of another LRS over the network.",
    discussion: """
      Statements are read page by page, from the oldest on, and imported as `tallybook import xapi` does: `stored` and \
      `authority` are kept, statements that are in the store already change nothing, and records are derived. The data of \
      attachments is not read.

      Pages are imported together, some thousand statements at a time. The store remembers for each address and key how \
      far it was read, also if the command stops: --since-last continues there. Without it, all statements are read.

      The key and the secret are read from the variable TALLYBOOK_PULL_CREDENTIAL or from a file, as KEY:SECRET. Redirects \
      are not followed, and an address without https:// must be on this machine.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var derivation: XAPIOptions
  @Option(
    help:
      "File with the key and the secret at the other LRS as KEY:SECRET; or set them in TALLYBOOK_PULL_CREDENTIAL. [TALLYBOOK_PULL_CREDENTIAL_FILE]"
  )
  var pullCredentialFile: String?
  @Flag(help: "Continue where the last pull from this address with this key stopped. [TALLYBOOK_SINCE_LAST]")
  var sinceLast = false
  @Flag(help: "Repair well-known errors of statements, and set aside the others instead of stopping.")
  var lenient = false
  @Flag(help: ArgumentHelp(StatementSender.noDeriveHelp)) var noDerive = false
  @Argument(help: "The endpoint of the other LRS, such as https://lrs.example.com/xapi.") var address: String

  func validate() throws { _ = try Self.endpoint(address) }

  /// Without a slash at the end, since the address names the place where a pull stopped.
  private static func endpoint(_ address: String) throws -> String {
    guard let parts = URLComponents(string: address), parts.query == nil, parts.fragment == nil, parts.user == nil
    else {
      throw ValidationError("\(address) is not the address of an LRS. Use for example https://lrs.example.com/xapi.")
    }
    guard HTTPCall.isSafe(address) else { throw ValidationError("\(address) does not begin with https://.") }
    return address.hasSuffix("/") ? String(address.dropLast()) : address
  }

  private func credential() throws -> String {
    let text: String?
    if let file = pullCredentialFile {
      guard let content = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw ValidationError("--pull-credential-file \(file) cannot be read.")
      }
      text = content.asciiTrimmed
    } else {
      text = Environment.text("TALLYBOOK_PULL_CREDENTIAL")
    }
    guard let text, text.contains(":") else {
      throw ValidationError("Set TALLYBOOK_PULL_CREDENTIAL, or --pull-credential-file, to KEY:SECRET.")
    }
    return text
  }

  func run() async throws {
    let source = StatementSource(endpoint: try Self.endpoint(address), credential: try credential())
    let database = try await options.store.open(isNew: true)
    try await RebuildCommand.rebuildIfOutdated(database)
    SignalHandler.announce("Stopped; what was imported before stays.")
    let start = StoreOptions.machineClock()
    var pull = StatementPull(
      database, source, isLenient: lenient, by: StatementSender.imported(derives: !noDerive), derivation.settings)
    do {
      try await pull.run(isContinued: sinceLast)
      try await database.write { [read = pull.read] in try SourceRun(ofStatements: read, since: start).write($0) }
      let refused = pull.refused > 0 ? ", \(pull.refused) set aside" : ""
      print("Read \(pull.read) statements, \(pull.added) new\(refused).")
    } catch let rejected as StatementImport.Rejected {
      let words = rejected.outcome.words(end: pull.stopWords)
      await SourceRun(ofStatements: pull.read, since: start).noteFailure(words, in: database)
      ExitError.exit(.dataError, words)
    } catch let failure as HTTPCall.Failure {
      let words = "\(Rejection.singleLine(failure.description))\n\(pull.stopWords)"
      await SourceRun(ofStatements: pull.read, since: start).noteFailure(words, in: database)
      ExitError.exit(.unavailable, words)
    }
  }
}
