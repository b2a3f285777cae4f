import Foundation
import Records
import ReferenceModel
import Support

/// A random platform's records in memory, to be imported in other orders and parts.
struct PlatformFiles {
  /// Kind → header and rows.
  let tables: [String: (header: [String], rows: [[String]])]

  init(seed: UInt64) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomPlatform(seed: seed).write(to: folder)
    var tables: [String: (header: [String], rows: [[String]])] = [:]
    for name in try Folder.names(in: folder) {
      let rows = CommaSeparated.rows(of: try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
      tables[String(name.dropLast(4))] = (rows[0], Array(rows.dropFirst()))
    }
    self.tables = tables
  }

  /// Everything, each file's rows rearranged.
  func texts(_ rearrange: (String, [[String]]) -> [[String]] = { $1 }) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: tables.map { kind, table in
        (kind, CommaSeparated.text(of: [table.header] + rearrange(kind, table.rows)))
      })
  }

  /// Batches of one kind each: the kinds in a random order in which references come after their targets, the rows of a
  /// kind cut at random places, referenced rows of the same kind first.
  func batches(_ random: inout SplitMix64) -> [[String: String]] {
    var (batches, done, waiting): ([[String: String]], Set<String>, [RecordKind]) = ([], [], RecordKind.all)
    while !waiting.isEmpty {
      let ready = waiting.filter { kind in kind.targets.allSatisfy { done.contains($0) || $0 == kind.name } }
      let kind = random.pick(ready)
      waiting.removeAll { $0 == kind }
      done.insert(kind.name)
      guard let table = tables[kind.name] else { continue }
      var rows = ArraySlice(namedFirst(kind, table.header, random.shuffled(table.rows)))
      while !rows.isEmpty {
        let piece = rows.prefix(random.whole(in: 1...max(1, rows.count)))
        rows = rows.dropFirst(piece.count)
        batches.append([kind.name: CommaSeparated.text(of: [table.header] + piece)])
      }
    }
    return batches
  }

  private func namedFirst(_ kind: RecordKind, _ header: [String], _ rows: [[String]]) -> [[String]] {
    let own = kind.fields.filter { if case .reference(kind.name) = $0.type { true } else { false } }.map(\.name)
    guard !own.isEmpty, let id = header.firstIndex(of: "id") else { return rows }
    let columns = own.compactMap { header.firstIndex(of: $0) }
    var (ordered, placed, rest): ([[String]], Set<String>, [[String]]) = ([], [], rows)
    while !rest.isEmpty {
      let ready = rest.filter { row in columns.allSatisfy { row[$0].isEmpty || placed.contains(row[$0]) } }
      if ready.isEmpty { break }
      placed.formUnion(ready.map { $0[id] })
      ordered += ready
      rest.removeAll { placed.contains($0[id]) }
    }
    return ordered + rest
  }
}

extension RecordKind {
  /// The kinds that its fields refer to.
  var targets: [String] {
    fields.flatMap { field -> [String] in
      switch field.type {
      case .reference(let kind), .list(let kind): [kind]
      case .item(_, let kinds): kinds.values.flatMap { $0 }
      default: []
      }
    } + (takesCustomFields ? ["custom_fields"] : [])
  }
}
