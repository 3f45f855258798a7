// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/look/prompts.h"

#include <QList>

namespace punchcard::testing {

/// Answers as the test says, and remembers what was asked.
class ScriptedPrompts : public look::Prompts
{
public:
    bool yes = true;
    QString folder = {};
    QString saveName = {};
    QString line = {};
    QStringList files = {};
    QByteArray passphrase = {};
    int chosen = -1; ///< of several answers, by number
    QStringList offered = {};
    Keep kept = Keep::Save;
    QStringList asked = {};
    QStringList explained = {}; ///< what the confirmations said follows from a yes

    bool confirm(QWidget *, const look::Question &question) override
    {
        asked.append(question.text);
        explained.append(question.explanation);
        return yes;
    }
    void tell(QWidget *, const QString &text, const QString &) override { asked.append(text); }
    Keep keep(QWidget *, const QString &text, const QString &) override
    {
        asked.append(text);
        return kept;
    }
    QStringList chooseFiles(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked.append(title);
        return files;
    }
    QString chooseFolder(QWidget *, const QString &title, const QString &) override
    {
        asked.append(title);
        return folder;
    }
    QString chooseSaveName(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked.append(title);
        return saveName;
    }
    QString chooseText(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked.append(title);
        return line;
    }
    SecretString choosePassphrase(QWidget *, const QString &title, const QString &, bool) override
    {
        asked.append(title);
        return SecretString(QByteArray(passphrase.constData(), passphrase.size()));
    }
    int choose(QWidget *, const QString &text, const QString &, const QStringList &answers) override
    {
        asked.append(text);
        offered = answers;
        return chosen;
    }
};

} // namespace punchcard::testing
