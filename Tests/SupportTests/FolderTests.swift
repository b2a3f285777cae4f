import Foundation
import Support
import Testing

@Suite struct FolderTests {
  @Test func `All names are listed, however many there are`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try Folder.names(in: folder.path).isEmpty)
    let names = (1...3_000).map { "\($0)" } + [".hidden", "ß …", String(repeating: "n", count: 255)]
    for name in names { try Data().write(to: folder.appending(path: name)) }
    #expect(try Folder.names(in: folder.path).sorted() == names.sorted())
    #expect(try Folder.contents(of: folder).map(\.path).sorted() == names.map { "\(folder.path)/\($0)" }.sorted())
  }

  @Test func `A folder that cannot be read is an error`() {
    #expect(throws: POSIXError(.ENOENT)) { try Folder.names(in: "/no/such/folder") }
    #expect(throws: POSIXError(.ENOTDIR)) { try Folder.names(in: #filePath) }
  }
}
