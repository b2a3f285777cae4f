import ArgumentParser
import DatabaseAccess
import LRS

struct XAPIVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Derive all records again from the xAPI statements; print differences and exit with 1 if any exist.",
    discussion: "Changes nothing. The store cannot be written meanwhile.")

  @OptionGroup var options: StoreOptions
  @OptionGroup var derivation: XAPIOptions

  func run() async throws {
    let differences = try await differences(try await options.store.open())
    if differences.count == 0 {
      let refused = differences.refused > 0 ? " \(differences.refused) of them cannot be stored." : ""
      return print("No differences: \(differences.records) records follow from the statements.\(refused)")
    }
    let more = differences.count - differences.texts.count
    let advice = "`tallybook xapi rederive` writes what follows from the statements."
    let lines = differences.texts + (more > 0 ? ["… and \(more) more."] : []) + [advice]
    ExitError.exit(.failure, lines.joined(separator: "\n"))
  }

  /// The differences are thrown so that the transaction is rolled back.
  private func differences(_ database: any SQLDatabase) async throws -> Rederivation.Differences {
    let meter = ProgressMeter(total: 0)
    meter.phase("statements")
    defer { meter.clear() }
    do {
      return try await database.write { [settings = derivation.settings] session -> Rederivation.Differences in
        var rederivation = try XAPIRederiveCommand.rederivation(session, settings)
        throw try rederivation.differences()
      }
    } catch let differences as Rederivation.Differences { return differences }
  }
}

struct XAPIRederiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rederive",
    abstract: "Derive all records again from the xAPI statements, and write what differs.",
    discussion: """
      Needed after a change of the options of derivation or of the owner, and after an import that says otherwise than \
      before who someone is or which activities belong to a course. The store cannot be written meanwhile.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var derivation: XAPIOptions

  func run() async throws {
    let meter = ProgressMeter(total: 0)
    meter.phase("statements")
    let count = try await options.store.open().write { [settings = derivation.settings] session in
      var rederivation = try Self.rederivation(session, settings)
      return try rederivation.write()
    }
    meter.clear()
    print("Added, changed or removed \(count) records.")
  }

  /// Derives what is missing in a store whose statements arrived before it had an owner, or in an earlier version.
  static func catchUp(_ database: any SQLDatabase, _ settings: DerivationSettings) async throws {
    guard try await database.read({ try DerivationRun.isBehind($0, settings) }) else { return }
    print("Deriving what is missing of the records that follow from xAPI statements.")
    try await database.write { try DerivationRun.catchUp($0, settings) }
  }

  static func rederivation(_ session: any SQLSession, _ settings: DerivationSettings) throws -> Rederivation {
    if let rederivation = try Rederivation(session, settings) { return rederivation }
    ExitError.exit(
      .dataError, "The platform has no owner yet, who would be the author of courses; see tallybook user owner.")
  }
}
