import Access
import ArgumentParser
import Calendar
import DatabaseAccess
import Foundation

struct XAPICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xapi", abstract: "Manage the xAPI door, which takes statements at /xapi.",
    subcommands: [XAPICredentialCommand.self, XAPIVerifyCommand.self, XAPIRederiveCommand.self])
}

struct XAPICredentialCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "credential", abstract: "Manage the keys with which senders of statements sign in.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a credential. Its key and secret are printed once, on standard output.",
      discussion: """
        Scopes: statements/write, statements/read/mine, statements/read, state, profile, all. A credential with \
        statements/read or all reads the statements of everyone.
        """)

    @OptionGroup var options: StoreOptions
    @Argument(help: "Name of the sender; shown in the list and as the authority of its statements.") var name: String
    @Option(help: "What the credential may do; may be given several times.") var scope: [String]
    @Flag(help: "Repair well-known errors of statements, and set aside the others instead of refusing them.")
    var lenient = false
    @Flag(help: "Store the statements without deriving records from them.") var noDerive = false

    func validate() throws {
      for text in scope where XAPIScope(rawValue: text) == nil {
        let known = XAPIScope.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--scope \(text) is not a scope. Use one of \(known).")
      }
      if scope.isEmpty { throw ValidationError("Add --scope, for example --scope statements/write.") }
    }

    func run() async throws {
      let now = StoreOptions.machineClock()
      let scopes = Set(scope.compactMap(XAPIScope.init))
      let created = try await options.store.open().write { [name, lenient, noDerive] session in
        let created = try XAPICredential.create(
          name: name, scopes: scopes, isLenient: lenient, derives: !noDerive, now: now, session)
        try Audit.note("xapi.credential.create", by: nil, filters: "key=\(created.id)", at: now, session)
        return created
      }
      print("Key: \(created.id)", "Secret: \(created.secret)", separator: "\n")
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all credentials, without their secrets.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
      for credential in try await options.store.open().read({ try XAPICredential.all($0) }) {
        let state = credential.revokedAt.map { "revoked \(Instant.text($0))" } ?? "active"
        let scopes = credential.scopes.map(\.rawValue).sorted().joined(separator: " ")
        let mode = (credential.isLenient ? "lenient" : "strict") + (credential.derives ? "" : ", derives no records")
        let used = credential.lastUsedAt.map { "last used \(Instant.text($0))" } ?? "never used"
        print("\(credential.id)  \(state)  \(scopes)  \(mode)  \(used)  \(credential.name)")
      }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Revoke a credential; it stops working at once.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The credential's key, as `xapi credential list` shows it.") var key: String

    func run() async throws {
      let now = StoreOptions.machineClock()
      let found = try await options.store.open().write { [key] session in
        guard try XAPICredential.revoke(key, now: now, session) else { return false }
        try Audit.note("xapi.credential.revoke", by: nil, filters: "key=\(key)", at: now, session)
        return true
      }
      if !found {
        ExitError.exit(.dataError, "There is no credential \(key); see tallybook xapi credential list.")
      }
      print("Credential \(key) is revoked.")
    }
  }
}
