// SPDX-License-Identifier: MIT
#include "widgets/editor/tabtexts.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(TabTexts)
};

// The nearest folder comes first.
QStringList foldersOf(const QString &path)
{
    QStringList folders = QFileInfo(path).path().split(u'/', Qt::SkipEmptyParts);
    std::ranges::reverse(folders);
    return folders;
}

// The first folder, going up, that none of the others has in the same place.
QString distinguishing(const QStringList &folders, const QList<QStringList> &others)
{
    for (qsizetype up = 0; up < folders.size(); ++up) {
        const auto isSame = [&](const QStringList &other) { return other.value(up) == folders.at(up); };
        if (std::ranges::none_of(others, isSame))
            return folders.at(up);
    }
    return folders.value(0);
}

} // namespace

QStringList tabTexts(const QList<ScriptName> &scripts)
{
    QStringList texts;
    for (const ScriptName &script : scripts) {
        QList<QStringList> others;
        for (const ScriptName &other : scripts) {
            if (&other != &script && other.name == script.name && !other.path.isEmpty())
                others.append(foldersOf(other.path));
        }
        const QString folder = script.path.isEmpty() || others.isEmpty() ? QString() : distinguishing(foldersOf(script.path), others);
        texts.append(folder.isEmpty() ? script.name : Text::tr("%1 – %2", "script, folder").arg(script.name, folder));
    }
    // Those without a file are numbered.
    const QStringList before = texts;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (const qsizetype earlier = before.first(i).count(before.at(i)); earlier > 0)
            texts[i] = Text::tr("%1 (%2)", "script, number").arg(before.at(i)).arg(earlier + 1);
    }
    return texts;
}

} // namespace punchcard
