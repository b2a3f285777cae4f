import ArgumentParser
import DemoPlatform
import Foundation

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Write a demo platform as a records folder: a fictional company with its people and courses.",
    discussion: "The same --users, --seed and --now give the same folder, byte for byte.")

  @Option(help: "Number of users, at least 20.") var users = 500
  @Option(help: "Seed of the random data; each seed gives a different company.") var seed: UInt64 = 1
  @Option(help: "Folder to write; must be new or empty.", completion: .directory) var out = "demo"
  @Option(help: "End of the platform's history, RFC 3339; by default now. [TALLYBOOK_NOW]") var now: String?

  func run() async throws {
    var options = StoreOptions()
    options.now = now
    let demo = DemoPlatform(users: users, seed: seed, now: try options.clock()())
    do { try demo.write(to: out) } catch let error as DemoError {
      ExitError.exit(.cannotCreate, error.description)
    }
    print("Wrote \(out). Import it with: tallybook import \(out)")
    for account in demo.accounts { print("  \(account.role.rawValue): \(account.email) (\(account.name))") }
  }
}
