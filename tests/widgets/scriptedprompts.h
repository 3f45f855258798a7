// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/look/prompts.h"

namespace punchcard::testing {

/// Answers what the test put down, and keeps what was asked. Without an answer it is as if the user had changed their mind.
class ScriptedPrompts : public look::Prompts
{
public:
    bool confirm(QWidget *, const look::Question &question) override
    {
        asked << question.text;
        return yes;
    }
    void tell(QWidget *, const QString &what, const QString &) override { told << what; }
    Keep keep(QWidget *, const QString &what, const QString &) override
    {
        asked << what;
        return keepAnswer;
    }
    QStringList chooseFiles(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked << title;
        return files;
    }
    QString chooseFolder(QWidget *, const QString &title, const QString &) override
    {
        asked << title;
        return folder;
    }
    QString chooseSaveName(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked << title;
        return saveName;
    }
    QString chooseText(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked << title;
        return text;
    }

    bool yes = false;
    Keep keepAnswer = Keep::Cancel;
    QStringList files;
    QString folder;
    QString saveName;
    QString text;

    QStringList asked;
    QStringList told;
};

} // namespace punchcard::testing
