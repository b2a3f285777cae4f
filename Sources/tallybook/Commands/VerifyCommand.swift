import ArgumentParser
import DatabaseAccess
import Import
import Statistics

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute every stored derived value from the records; print differences and exit with 1 if any exist."
  )

  @OptionGroup var options: StoreOptions

  func run() async throws {
    try await Self.verify(try await options.store.open())
  }

  static func verify(_ database: any SQLDatabase) async throws {
    let verification = try await database.write { session in
      var verification = Verification()
      try verification.run(session)
      return verification
    }
    guard verification.count > 0 else {
      print("No differences: the standings of \(verification.users) users match the records.")
      return
    }
    let isCurrent = try await database.read { try StandingsVersion.isCurrent($0) }
    let reason = isCurrent ? [] : ["Another version of Tallybook computed the stored values."]
    let more = verification.count - verification.differences.count
    let advice = "`tallybook rebuild` recomputes them."
    let lines = reason + verification.differences + (more > 0 ? ["… and \(more) more."] : []) + [advice]
    ExitError.exit(.failure, lines.joined(separator: "\n"))
  }
}
