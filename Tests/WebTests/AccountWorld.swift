import Access
import DatabaseAccess
import Foundation
import Mail
import ReferenceModel
import TestSupport
import Web

/// A random platform, served, on which users change accounts; each change is rolled back and compared with the
/// reference.
final class AccountWorld: Sendable {
  struct Case: Sendable {
    let keeper: DoorKeeper
    let user: String
    let deed: AccountDeed
  }

  private let reference: ReferencePlatform
  private let site: TestSite
  private let database: RehearsalDatabase
  private let keepers: [DoorKeeper]
  /// Users with a credential, or who have used one.
  private let withWayIn: Set<String>
  private let browsers: [String: (browser: Browser, csrf: String)]
  private let seed: UInt64

  init(seed: UInt64) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomPlatform(seed: seed, users: 14...26).withTellingNames().write(to: folder)
    let reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
    let store = try await TestStore()
    try await store.load(folder: URL(fileURLWithPath: folder))
    database = RehearsalDatabase(store.database)
    site = try await TestSite.rehearsing(database, over: store)
    self.reference = reference
    self.seed = seed
    let current = reference.users.filter { $0.deletedAt == nil }.map { DoorKeeper(reference, viewer: $0.id) }
    let openers = current.filter(\.opensMembers)
    keepers = openers
    browsers = try await Self.signIn(openers.map(\.viewer), site)
    withWayIn = try await Self.giveWaysIn(reference, seed, store).union(openers.map(\.viewer))
  }

  private static func signIn(
    _ viewers: [String], _ site: TestSite
  ) async throws -> [String: (browser: Browser, csrf: String)] {
    let now = site.clock.now
    var browsers: [String: (browser: Browser, csrf: String)] = [:]
    for viewer in viewers {
      let (secret, csrf) = try await site.store.database.write { session in
        let key = try session.number("SELECT key FROM users WHERE id = \(viewer)")
        let client = Client(address: "127.0.0.1", agent: "")
        let secret = try WebSession.open(user: key, from: client, now: now, session)
        return (secret, try WebSession(secret: secret, now: now, session)?.csrf ?? "")
      }
      let browser = Browser(port: site.port)
      browser.setCookie("tallybook_session", secret)
      browsers[viewer] = (browser, csrf)
    }
    return browsers
  }

  /// Each credential in turn; users created by single sign-on have one from the start.
  private static func giveWaysIn(
    _ reference: ReferencePlatform, _ seed: UInt64, _ store: TestStore
  ) async throws -> Set<String> {
    var random = SplitMix64(seed: seed &+ 7)
    let chosen = random.some(4...10, of: reference.users.map(\.id))
    try await store.database.write { session in
      for (index, id) in chosen.enumerated() {
        let key = try session.number("SELECT key FROM users WHERE id = \(id)")
        let way: SQLText =
          switch index % 3 {
          case 0: "INSERT INTO passwords (user_key, hash, set_at) VALUES (\(key), 'x', 0)"
          case 1: "INSERT INTO signin_addresses (user_key, address, at) VALUES (\(key), '192.0.2.1', 0)"
          default:
            """
            INSERT INTO tokens (hash, user_key, name, read_only, created_at) VALUES (\(id), \(key), '', 1, 0)
            """
          }
        try session.run(way)
      }
    }
    return Set(chosen).union(reference.users.filter { $0.channel == "sso" }.map(\.id))
  }

  func cases(_ count: Int) -> [Case] {
    var random = SplitMix64(seed: seed)
    guard !keepers.isEmpty else { return [] }
    return (0..<count).map { _ in
      let (keeper, user) = (random.pick(keepers), random.pick(reference.users).id)
      return Case(keeper: keeper, user: user, deed: keeper.deeds(to: user, by: &random))
    }
  }

  /// - Returns: whether the action is allowed, and what is wrong with the result.
  func outcome(of asked: Case) async throws -> (isDone: Bool, fault: String?) {
    let (viewer, user) = (asked.keeper.viewer, asked.user)
    let isExpected = asked.keeper.may(asked.deed, to: user, hasWayIn: withWayIn.contains(user))
    let look: RehearsalDatabase.Look = { try Self.state(of: user, asked.deed, $0) }
    let before = try await site.store.database.read(look)
    let seen = try await database.rehearse(look) { try await perform(asked) }
    let isDone = seen.contains { $0 != before }
    guard isDone != isExpected else { return (isDone, nil) }
    return (
      isDone, "\(viewer): \(asked.deed) to \(user) is \(isDone ? "done, and must not be" : "refused, and may be")"
    )
  }

  /// The rows that an action changes: nothing else is compared, so other fields of a form do not matter.
  private static func state(of user: String, _ deed: AccountDeed, _ session: any SQLSession) throws -> [String] {
    let query: SQLText =
      switch deed {
      case .rename: "SELECT first_name FROM users WHERE id = \(user)"
      case .changeAddress: "SELECT email FROM users WHERE id = \(user)"
      case .delete, .restore: "SELECT coalesce(CAST(deleted_at AS text), '') FROM users WHERE id = \(user)"
      case .sendLink:
        """
        SELECT l.kind FROM letters AS l JOIN users AS u ON u.key = l.user_key
        WHERE u.id = \(user) AND l.kind IN ('invitation', 'reset')
        """
      case .give(let role, let group), .take(let role, let group):
        """
        SELECT 'open' FROM memberships AS m JOIN users AS u ON u.key = m.user_key JOIN groups AS g ON g.key = m.group_key
        WHERE u.id = \(user) AND g.id = \(group) AND m.role = \(role) AND m.until IS NULL
        """
      }
    return try session.all(query) { $0.text(at: 0) }
  }

  private func perform(_ asked: Case) async throws {
    guard let (browser, csrf) = browsers[asked.keeper.viewer], let user = reference.user(asked.user) else { return }
    let person = [("first_name", user.firstName), ("last_name", user.lastName), ("email", user.email)]
    var (path, fields) = ("/members/\(Browser.encoded(user.id))", [("csrf", csrf)])
    switch asked.deed {
    case .rename: fields += [("first_name", "Changed")] + person.dropFirst()
    case .changeAddress: fields += person.dropLast() + [("email", "changed@example.org")]
    case .sendLink: path += "/link"
    case .delete: path += "/delete"
    case .restore:
      path += "/restore"
      if let group = asked.keeper.groupToRestoreTo { fields += [("group", group), ("role", "learner")] }
    case .give(let role, let group): fields += person + [("group", group), ("role", role)]
    case .take(let role, let group): fields += person + [("had", "\(role) \(group)")]
    }
    let body = fields.map { "\($0.0)=\(Browser.encoded($0.1))" }.joined(separator: "&")
    _ = try await browser.post(path, body, type: "application/x-www-form-urlencoded")
  }
}

extension TestSite {
  /// For a store with changes that are rolled back.
  static func rehearsing(_ database: RehearsalDatabase, over store: TestStore) async throws -> TestSite {
    try await TestSite(serving: database, over: store) { settings in
      settings.mail = .init(mailer: Letters(), sender: MailAddress("stats@example.com")!)
    }
  }
}
