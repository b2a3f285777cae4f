import ArgumentParser
import DemoPlatform
import Foundation

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Write a made-up platform as a records folder: a company with people, courses, programs and paths.",
    discussion: "The same users, seed and --now give the same folder, byte for byte.")

  @Option(help: "How many users; 20 at least.") var users = 500
  @Option(help: "What the platform is drawn from; another seed, another company.") var seed: UInt64 = 1
  @Option(help: "The folder to write; new or empty.", completion: .directory) var out = "demo"
  @Option(help: "The instant at which its history ends, RFC 3339. [TALLYBOOK_NOW]") var now: String?

  func run() async throws {
    var options = StoreOptions()
    options.now = now
    let demo = DemoPlatform(users: users, seed: seed, now: try options.clock()())
    do { try demo.write(to: out) } catch let error as DemoError {
      Failing.exit(.cannotCreate, error.description)
    }
    print("Wrote \(out). Take it in with: tallybook import \(out)")
    for account in demo.accounts { print("  \(account.role.rawValue): \(account.email) (\(account.name))") }
  }
}
