// SPDX-License-Identifier: MIT
#include "core/jobs/inputwalk.h"

#include "core/base/filename.h"
#include "core/base/files.h"
#include "core/base/ignorerules.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <system_error>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct InputWalkText
{
    Q_DECLARE_TR_FUNCTIONS(InputWalk)
};

constexpr qint64 ignoreFileLimit = 1 << 20;
constexpr int deepestFolder = 100; // Below that of the input itself.

Error unreadableInput(const QString &path)
{
    return refusedError(InputWalkText::tr("The input “%1” cannot be read.").arg(path),
                        InputWalkText::tr("Check the path and your rights on it."));
}

Error noText(const QString &path)
{
    return refusedError(
        InputWalkText::tr("“%1” cannot be sent: the bytes of its name are no UTF-8.").arg(path),
        InputWalkText::tr("Rename it, leave it out by the file %1, or pack it (tar) and send the archive.").arg(ignoreFile));
}

InputFile fileOf(const QFileInfo &info, const QString &name)
{
    return {.path = info.filePath(),
            .name = name,
            .kind = info.permission(QFile::ExeOwner) ? InputFile::Kind::Executable : InputFile::Kind::Plain,
            .size = info.size()};
}

// Whether a link at @p path (below its folder) with this text leads to something in the folder.
bool staysInside(const QString &path, const QString &target)
{
    if (target.isEmpty() || target.startsWith(u'/'))
        return false;
    const qsizetype slash = path.lastIndexOf(u'/');
    const QString whole = QDir::cleanPath(slash < 0 ? target : path.first(slash + 1) + target);
    return whole != ".."_L1 && !whole.startsWith("../"_L1);
}

class InputWalk
{
public:
    InputWalk(QString root, QString name, qsizetype most)
        : m_root(std::move(root))
        , m_name(std::move(name))
        , m_most(most)
    {
    }

    Result<InputListing> run(bool obeysRules)
    {
        m_deepest = obeysRules ? deepestFolder : 2 * deepestFolder;
        if (const Result<> read = obeysRules ? readRules() : Result<>(); !read)
            return read.error();
        if (const Result<> walked = walk(QString(), 0); !walked)
            return walked.error();
        std::ranges::sort(m_listing.files, {}, &InputFile::name);
        return std::move(m_listing);
    }

private:
    Result<> readRules();
    Result<> walk(const QString &folder, int depth);
    [[nodiscard]] Result<QStringList> namesIn(const QString &path, const QString &folder) const;
    Result<> take(const QFileInfo &info, const QString &path, int depth);
    [[nodiscard]] Result<bool> isLeftOut(const QFileInfo &info, const QString &path) const;

    QString m_root;
    QString m_name;
    qsizetype m_most;
    int m_deepest = 0;
    IgnoreRules m_rules;
    InputListing m_listing;
};

Result<> InputWalk::readRules()
{
    m_rules.add('/' + ignoreFile.toUtf8());
    const QString file = m_root + u'/' + ignoreFile;
    if (!QFileInfo(file).isFile())
        return {};
    const Result<QByteArray> rules = readFile(file, ignoreFileLimit);
    if (!rules)
        return rules.error();
    m_rules.add(*rules);
    return {};
}

Result<> InputWalk::walk(const QString &folder, int depth)
{
    const QString path = folder.isEmpty() ? m_root : m_root + u'/' + folder;
    const QDir directory(path);
    if (!directory.isReadable() || depth > m_deepest)
        return unreadableInput(path);
    const Result<QStringList> names = namesIn(path, folder);
    if (!names)
        return names.error();
    for (const QString &name : *names) {
        if (const Result<> taken = take(QFileInfo(path + u'/' + name), folder.isEmpty() ? name : folder + u'/' + name, depth); !taken)
            return taken;
    }
    return {};
}

// Not by QDir: it passes over what it has no name for, and takes a byte order mark out of a name.
Result<QStringList> InputWalk::namesIn(const QString &path, const QString &folder) const
{
    QStringList names;
    std::error_code failed;
    const std::filesystem::path native(QFile::encodeName(path).toStdString());
    for (auto entry = std::filesystem::directory_iterator(native, failed); !failed && entry != std::filesystem::directory_iterator();
         entry.increment(failed)) {
        const QByteArray bytes = QByteArray::fromStdString(entry->path().filename().string());
        if (const std::optional<QString> text = fileNameOf(bytes)) {
            names.append(*text);
            continue;
        }
        const QString name = QFile::decodeName(bytes);
        std::error_code gone;
        const bool isFolder = entry->is_directory(gone) && !entry->is_symlink(gone);
        if (m_rules.verdict(folder.isEmpty() ? name : folder + u'/' + name, isFolder) != IgnoreRules::Verdict::Ignored)
            return noText(path + u'/' + name);
    }
    if (failed)
        return unreadableInput(path);
    names.sort();
    return names;
}

Result<bool> InputWalk::isLeftOut(const QFileInfo &info, const QString &path) const
{
    const IgnoreRules::Verdict verdict = m_rules.verdict(path, info.isDir() && !info.isSymLink());
    if (!isGitFolder(info.fileName()))
        return verdict == IgnoreRules::Verdict::Ignored;
    if (verdict != IgnoreRules::Verdict::Kept)
        return true;
    return refusedError(InputWalkText::tr("“%1” cannot be sent as it is: a commit takes nothing of that name.").arg(info.filePath()),
                        InputWalkText::tr("Pack it (tar), send the archive and unpack it in the script."));
}

Result<> InputWalk::take(const QFileInfo &info, const QString &path, int depth)
{
    const Result<bool> leftOut = isLeftOut(info, path);
    if (!leftOut)
        return leftOut.error();
    if (!*leftOut && !info.isSymLink() && info.isDir())
        return walk(path, depth + 1);
    if (*leftOut || (!info.isSymLink() && !info.isFile())) {
        ++m_listing.leftOut;
        return {};
    }
    if (m_listing.files.size() == m_most) {
        return refusedError(
            InputWalkText::tr("The input “%1” holds more than %2 files.").arg(m_root, QLocale().toString(m_most)),
            InputWalkText::tr("Pack it (tar), send the archive and unpack it in the script, or leave some out by the file %1.")
                .arg(ignoreFile));
    }
    const QString name = m_name.isEmpty() ? path : m_name + u'/' + path;
    if (!info.isSymLink()) {
        if (!info.isReadable())
            return unreadableInput(info.filePath());
        m_listing.files.append(fileOf(info, name));
        return {};
    }
    const QString target = info.readSymLink();
    if (!staysInside(path, target)) {
        return refusedError(InputWalkText::tr("The link “%1” leads out of the folder that is sent, to “%2”.").arg(info.filePath(), target),
                            InputWalkText::tr("Put what it names in its place, or leave it out by the file %1.").arg(ignoreFile));
    }
    m_listing.files.append(
        {.path = info.filePath(), .name = name, .kind = InputFile::Kind::Link, .size = target.toUtf8().size(), .target = target});
    return {};
}

} // namespace

bool isGitFolder(QStringView name)
{
    return name.compare(".git"_L1, Qt::CaseInsensitive) == 0;
}

Result<InputListing> listInput(const InputSource &input, qsizetype most)
{
    // The user named it: a link given by name stands for what it leads to.
    const QFileInfo info(input.path);
    if (info.isDir())
        return InputWalk(info.filePath(), input.name, most).run(true);
    if (!info.isFile() || !info.isReadable())
        return unreadableInput(input.path);
    return InputListing{.files = {fileOf(info, input.name)}};
}

Result<InputListing> listCopies(const QString &folder)
{
    return InputWalk(folder, QString(), std::numeric_limits<qsizetype>::max()).run(false);
}

} // namespace punchcard
