import ArgumentParser
import Intake
import Records
import Store
import Support

/// The kinds given by `--snapshot`.
struct SnapshotKinds {
  private let kinds: [RecordKind]

  /// - Throws: `ValidationError` for an unknown kind, and for one whose records cannot be closed or withdrawn.
  init(_ words: [String]) throws {
    kinds = try RecordKind.all(words, option: "--snapshot", among: Self.possible)
    for kind in kinds where kind.end == nil {
      throw ValidationError("--snapshot: \(kind.name) \(Self.advice(for: kind)) \(Self.choice)")
    }
  }

  /// Exits with an error if the folder has no file of a kind: otherwise all its records would be closed or withdrawn.
  func found(in folder: RecordsFolder) -> [RecordKind] {
    let missing = kinds.filter { kind in
      !folder.files.contains { $0.kind == kind } && !folder.faultyKinds.contains(kind)
    }.map(\.name)
    guard missing.isEmpty else {
      let words = missing.map { "--snapshot names \($0), but the folder has no file of that kind." }
      ExitError.exit(.dataError, (words + ["Nothing was imported."]).joined(separator: "\n"))
    }
    return kinds
  }

  private static let possible = RecordKind.all.filter { $0.end != nil }.map(\.name)
  private static let choice = "Kinds with snapshots: \(possible.joined(separator: ", "))."

  private static func advice(for kind: RecordKind) -> String {
    switch kind {
    case .users: "cannot be a snapshot: set deleted_at for users who have left."
    case .courses: "cannot be a snapshot: set archived_at for courses that are gone."
    default: "cannot be a snapshot: these records cannot be closed or withdrawn."
    }
  }
}

extension RecordKind {
  /// The kinds of an option that is repeated or has commas.
  /// - Parameter possible: the names that make sense.
  static func all(_ words: [String], option: String, among possible: [String]) throws -> [RecordKind] {
    try words.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { word in
      let name = word.trimmingASCIIBlanks
      if let kind = named(name) { return kind }
      let nearest = closestMatch(to: name, in: possible).map { "did you mean \($0)?" }
      throw ValidationError(
        "\(option): '\(name)' is not a kind of record; "
          + (nearest ?? "the kinds are \(possible.joined(separator: ", "))."))
    }
  }

  /// The number of records that a snapshot closed or withdrew.
  func words(ended: Int) -> String { ended == 0 ? "" : ", \(ended) \(isRelation ? "closed" : "withdrawn")" }
}

extension SnapshotLoss {
  var words: String {
    let lines = losses.map { loss in
      let found = loss.records == 0 ? "is empty" : "has \(loss.records) record\(loss.records == 1 ? "" : "s")"
      let ended = loss.kind.isRelation ? "open" : "not withdrawn"
      return "\(loss.kind.name): the file \(found), but \(loss.open) of this source are \(ended)."
    }
    let advice = "Nothing was imported. If the files are correct, repeat the import with --accept-loss."
    return (lines + [advice]).joined(separator: "\n")
  }
}

extension Substring {
  fileprivate var trimmingASCIIBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
