import Foundation
import ReferenceModel
import Synchronization

/// A random platform with recognisable names, served, and the reference's expectations.
final class AccessWorld: Sendable {
  let reference: ReferencePlatform
  let keepers: [DoorKeeper]
  private let site: TestSite
  private let seed: UInt64
  private let programs = Mutex<[String: Browser]>([:])

  struct Case: Sendable {
    let keeper: DoorKeeper
    let door: Door
  }

  /// - Parameter users: users whose facts are left out.
  init(seed: UInt64, without users: Set<String> = []) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomPlatform(seed: seed, users: 14...26).withTellingNames().without(factsOf: users).write(to: folder)
    let reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
    self.reference = reference
    self.seed = seed
    keepers = reference.users.filter { $0.deletedAt == nil }.map { DoorKeeper(reference, viewer: $0.id) }
    site = try await TestSite(folder: folder)
  }

  func program(of viewer: String) async throws -> Browser {
    if let known = programs.withLock({ $0[viewer] }) { return known }
    let program = try await site.program(of: viewer)
    programs.withLock { $0[viewer] = program }
    return program
  }

  /// Random addresses for random viewers: of users, known and unknown, of sessions, courses, groups and tags, of lists.
  func cases(_ count: Int) -> [Case] {
    var random = SplitMix64(seed: seed)
    let (ids, things) = (reference.users.map(\.id) + ["no-such", "zq"], reference.things)
    var lists: [String: [Door]] = [:]
    return (0..<count).map { _ in
      let keeper = random.pick(keepers)
      switch random.whole(in: 0...9) {
      case 0, 1:
        let doors = lists[keeper.viewer] ?? keeper.lists + keeper.thingLists
        lists[keeper.viewer] = doors
        return Case(keeper: keeper, door: random.pick(doors))
      case 2, 3: return Case(keeper: keeper, door: random.pick(keeper.doors(to: random.pick(things))))
      default: return Case(keeper: keeper, door: random.pick(keeper.doors(to: random.pick(ids))))
      }
    }
  }

  /// Describes what is wrong with the responses; several requests run at a time.
  func faults(_ cases: [Case]) async throws -> [String] {
    for viewer in Set(cases.map(\.keeper.viewer)) { _ = try await program(of: viewer) }
    return try await withThrowingTaskGroup(of: [String].self) { group in
      for lane in 0..<4 {
        group.addTask { [self] in
          var faults: [String] = []
          for index in stride(from: lane, to: cases.count, by: 4) {
            if let fault = try await fault(cases[index]) { faults.append(fault) }
          }
          return faults
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func fault(_ asked: Case) async throws -> String? {
    let (door, viewer) = (asked.door, asked.keeper.viewer)
    let answer = try await program(of: viewer).get(door.path)
    let place = "\(door.path) for \(viewer)"
    guard answer.status == door.status else { return "\(place): \(answer.status) instead of \(door.status)" }
    let named = TellingNames.numbers(in: answer.data)
    let (shown, besides) = (numbers(door.shown), numbers(door.besides))
    let (more, less) = (named.subtracting(shown).subtracting(besides), shown.subtracting(named))
    if !more.isEmpty { return "\(place) leaks \(names(more))" }
    // A page has 50 rows.
    if !less.isEmpty { return "\(place) keeps back \(names(less))" }
    if let text = door.text, !answer.text.contains(text) { return "\(place) lacks \(text)" }
    if let file = door.file {
      let cells = CommaSeparated.rows(of: answer.text.replacing("\u{FEFF}", with: ""))
      if cells != file { return "\(place) has other cells: \(cells) instead of \(file)" }
    }
    return nil
  }

  private func numbers(_ ids: Set<String>) -> Set<Int> {
    Set(reference.users.filter { ids.contains($0.id) }.map(\.number))
  }

  private func names(_ numbers: Set<Int>) -> [String] {
    reference.users.filter { numbers.contains($0.number) }.map(\.id)
  }
}
