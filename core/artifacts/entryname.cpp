// SPDX-License-Identifier: MIT
#include "core/artifacts/entryname.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <sodium.h>
#include <vector>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct EntryName
{
    Q_DECLARE_TR_FUNCTIONS(EntryName)
};

constexpr qsizetype partLimit = 255; // Bytes of UTF-8: ext4, APFS, NTFS (there in UTF-16 units, which are fewer).
constexpr qsizetype pathLimit = 2000; // Half of what Linux takes, for the folder that it is joined to.
constexpr qsizetype depthLimit = 100;
constexpr qsizetype shownLimit = 200;

// Characters that change the order in which others are shown.
bool isBidiControl(char32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool isControl(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

// Characters that leave no trace where they are shown, or next to none: two names may differ in nothing else. (Some disks of macOS
// take such names for one.) Joiners and variants are seen in other letters and pictures.
bool isUnseen(char32_t c)
{
    return c == 0x00AD || c == 0x034F || (c >= 0x115F && c <= 0x1160) || (c >= 0x17B4 && c <= 0x17B5) || (c >= 0x180B && c <= 0x180F)
        || c == 0x200B || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || c == 0xFFA0 || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool leavesNoTrace(char32_t c)
{
    return isUnseen(c) || isBidiControl(c) || c == 0x200C || c == 0x200D;
}

// Marks (200E, 200F, 061C) belong to right-to-left names; what overrides the order only serves to disguise one.
bool isOverride(char32_t c)
{
    return isBidiControl(c) && c != 0x061C && c != 0x200E && c != 0x200F;
}

std::optional<QString> whyPartUnfit(QStringView part)
{
    if (part.isEmpty() || part == u"."_s)
        return EntryName::tr("A part of its path is empty.");
    if (part == u".."_s)
        return EntryName::tr("It leads out of the folder.");
    if (part.endsWith(u'.') || part.endsWith(u' '))
        return EntryName::tr("A part of its path ends in a dot or a space.");
    if (part.front().unicode() > 0xA0 && std::ranges::all_of(part.toUcs4(), leavesNoTrace))
        return EntryName::tr("A part of its path cannot be seen.");
    if (isDeviceName(part))
        return EntryName::tr("Windows keeps this name for a device.");
    if (part.toUtf8().size() > partLimit)
        return EntryName::tr("Its name is too long.");
    if (part.startsWith(u".punchcard-"_s, Qt::CaseInsensitive) && part.endsWith(u".part"_s, Qt::CaseInsensitive))
        return EntryName::tr("Punchcard keeps this name for files that it is writing.");
    return std::nullopt;
}

// What is one name on a disk that does not tell letter case or Unicode forms apart, or looks like one.
QString foldedPath(const QString &path)
{
    QString seen;
    seen.reserve(path.size());
    const QList<uint> characters = path.toUcs4();
    for (const char32_t c : characters) {
        if (!leavesNoTrace(c))
            seen += QChar::fromUcs4(c);
    }
    // Upper case first: only that way "ß" and "SS" meet.
    return seen.toUpper().toCaseFolded().normalized(QString::NormalizationForm_C);
}

// By keys that nobody outside knows: names cannot be made to collide. (With qHash() some do whatever its seed is: on processors
// that help it, one letter nine times and the same ten times.)
class NameHash
{
public:
    NameHash() { QRandomGenerator::system()->fillRange(m_key.data(), m_key.size()); }
    [[nodiscard]] quint64 operator()(QStringView name) const
    {
        quint64 hash = 0;
        static_assert(sizeof hash == crypto_shorthash_BYTES);
        crypto_shorthash(reinterpret_cast<unsigned char *>(&hash), reinterpret_cast<const unsigned char *>(name.utf16()),
                         static_cast<unsigned long long>(name.size()) * sizeof(char16_t),
                         reinterpret_cast<const unsigned char *>(m_key.data()));
        return hash;
    }

private:
    std::array<quint32, crypto_shorthash_KEYBYTES / sizeof(quint32)> m_key{};
};

} // namespace

bool isDeviceName(QStringView name)
{
    const qsizetype dot = name.indexOf(u'.');
    const QString base = (dot < 0 ? name : name.first(dot)).trimmed().toString().toUpper();
    static const QStringList plain{u"CON"_s, u"PRN"_s, u"AUX"_s, u"NUL"_s, u"CONIN$"_s, u"CONOUT$"_s};
    if (plain.contains(base))
        return true;
    return base.size() == 4 && (base.startsWith(u"COM"_s) || base.startsWith(u"LPT"_s)) && u"0123456789¹²³"_s.contains(base.at(3));
}

std::optional<QString> whyUnfit(const QString &path)
{
    if (path.isEmpty())
        return EntryName::tr("It has no name.");
    if (!path.isValidUtf16())
        return EntryName::tr("Its name is not text.");
    if (std::ranges::any_of(path, [](QChar c) { return isControl(c.unicode()) || isOverride(c.unicode()); }))
        return EntryName::tr("Its name holds control characters.");
    if (path.contains(u'\\'))
        return EntryName::tr("Its name holds a backslash.");
    if (path.startsWith(u'/') || (path.size() > 1 && path.at(1) == u':'))
        return EntryName::tr("Its path is absolute.");
    if (std::ranges::any_of(path, [](QChar c) { return u"<>:\"|?*"_s.contains(c); }))
        return EntryName::tr("Its name holds one of < > : \" | ? *.");
    const QList<QStringView> parts = QStringView(path).split(u'/');
    for (const QStringView part : parts) {
        if (std::optional<QString> why = whyPartUnfit(part))
            return why;
    }
    if (parts.size() > depthLimit || path.toUtf8().size() > pathLimit)
        return EntryName::tr("Its path is too long.");
    return std::nullopt;
}

QString shownName(const QString &name)
{
    QString cut = name;
    if (cut.size() > shownLimit)
        cut = name.first(shownLimit / 2) + u'…' + name.last(shownLimit / 2);
    QString shown;
    const QList<uint> characters = cut.toUcs4();
    for (const char32_t c : characters) {
        if (isControl(c) || isBidiControl(c) || isUnseen(c))
            shown += u"‹U+%1›"_s.arg(uint(c), 4, 16, QChar(u'0')).toUpper();
        else
            shown += QChar::fromUcs4(c);
    }
    return shown;
}

std::optional<QString> NameTwins::add(const QString &path, bool folder)
{
    static const NameHash foldedHash;
    static const NameHash spellingHash;
    const QString folded = foldedPath(path);
    std::vector<std::pair<quint64, Known>> fresh;
    qsizetype end = 0;
    qsizetype foldedEnd = 0;
    do {
        end = path.indexOf(u'/', end + 1);
        foldedEnd = folded.indexOf(u'/', foldedEnd + 1);
        const bool whole = end < 0;
        const QStringView part = whole ? QStringView(path) : QStringView(path).first(end);
        const QStringView foldedPart = foldedEnd < 0 ? QStringView(folded) : QStringView(folded).first(foldedEnd);
        const quint64 key = foldedHash(foldedPart);
        const Known mine{.spelling = spellingHash(part), .folder = !whole || folder};
        const auto known = m_known.constFind(key);
        if (known == m_known.cend())
            fresh.emplace_back(key, mine);
        else if (known->folder != mine.folder)
            return EntryName::tr("The archive has both a file and a folder of this name.");
        else if (known->spelling != mine.spelling)
            return EntryName::tr(
                "Another name in the archive differs only in letter case, in the form of its characters or in unseen ones.");
        else if (!mine.folder)
            return EntryName::tr("The archive has this file twice.");
    } while (end >= 0);
    for (const auto &[key, known] : fresh)
        m_known.insert(key, known);
    return std::nullopt;
}

} // namespace punchcard
