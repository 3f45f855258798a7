<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AccountWork</name>
    <message numerus="yes">
        <source>%n organisation(s) stay hidden: the token is not authorised for their single sign-on.</source>
        <translation>
            <numerusform>%n organisation stays hidden: the token is not authorised for its single sign-on.</numerusform>
            <numerusform>%n organisations stay hidden: the token is not authorised for their single sign-on.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobDetails</name>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minute</numerusform>
            <numerusform>%Ln minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task(s)</source>
        <translation>
            <numerusform>%Ln task</numerusform>
            <numerusform>%Ln tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeftOvers</name>
    <message numerus="yes">
        <source>%n was/were left alone: it/they may be needed, or hold results that are nowhere else. “punch leftovers --delete NAME” deletes what you name.</source>
        <translation>
            <numerusform>%n was left alone: it may be needed, or hold results that are nowhere else. “punch leftovers --delete NAME” deletes what you name.</numerusform>
            <numerusform>%n were left alone: they may be needed, or hold results that are nowhere else. “punch leftovers --delete NAME” deletes what you name.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ParameterFile</name>
    <message numerus="yes">
        <source>it has %n value(s); columns in the first line: %1.</source>
        <translation>
            <numerusform>it has %n value; columns in the first line: %1.</numerusform>
            <numerusform>it has %n values; columns in the first line: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preflight</name>
    <message numerus="yes">
        <source>%n secret(s) in it, sealed before they leave this computer.</source>
        <translation>
            <numerusform>%n secret in it, sealed before it leaves this computer.</numerusform>
            <numerusform>%n secrets in it, sealed before they leave this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) in it under names of the job&apos;s own, sealed before they leave this computer.</source>
        <translation>
            <numerusform>%n secret in it under a name of the job&apos;s own, sealed before they leave this computer.</numerusform>
            <numerusform>%n secrets in it under names of the job&apos;s own, sealed before they leave this computer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreflightSheet</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueWait</name>
    <message numerus="yes">
        <source>%n runner(s) have these labels, and none is online: %1.</source>
        <translation>
            <numerusform>%n runner has these labels, and it is not online: %1.</numerusform>
            <numerusform>%n runners have these labels, and none is online: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runner(s) with these labels are online, and all of them are busy: %1.</source>
        <translation>
            <numerusform>%n runner with these labels is online, and it is busy: %1.</numerusform>
            <numerusform>%n runners with these labels are online, and all of them are busy: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other job(s) of this account are running: its plan may allow no more at once.</source>
        <translation>
            <numerusform>%n other job of this account is running: its plan may allow no more at once.</numerusform>
            <numerusform>%n other jobs of this account are running: its plan may allow no more at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RaceLanes</name>
    <message numerus="yes">
        <source>%n racer(s) on the way.</source>
        <translation>
            <numerusform>%n racer on the way.</numerusform>
            <numerusform>%n racers on the way.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No winner: %n racer(s) did not succeed.</source>
        <translation>
            <numerusform>No winner: %n racer did not succeed.</numerusform>
            <numerusform>No winner: %n racers did not succeed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <comment>files that were refused</comment>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunnerChoice</name>
    <message numerus="yes">
        <source>%n machine(s) of your own, online</source>
        <translation>
            <numerusform>%n machine of your own, online</numerusform>
            <numerusform>%n machines of your own, online</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecretFolder</name>
    <message numerus="yes">
        <source>%n file(s) of “%1” cannot be secrets: %2</source>
        <translation>
            <numerusform>%n file of “%1” cannot be a secret: %2</numerusform>
            <numerusform>%n files of “%1” cannot be secrets: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StandingSecrets</name>
    <message numerus="yes">
        <source>%1 of the %2 secrets that GitHub lets %3 have are taken, by %n job(s).</source>
        <translation>
            <numerusform>%1 of the %2 secrets that GitHub lets %3 have are taken, by %n job.</numerusform>
            <numerusform>%1 of the %2 secrets that GitHub lets %3 have are taken, by %n jobs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This job needs %n of them: it goes on by itself when others have ended.</source>
        <translation>
            <numerusform>This job needs %n of them: it goes on by itself when others have ended.</numerusform>
            <numerusform>This job needs %n of them: it goes on by itself when others have ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextReporter</name>
    <message numerus="yes">
        <source>… and %n more file(s)</source>
        <translation>
            <numerusform>… and %n more file</numerusform>
            <numerusform>… and %n more files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Zip</name>
    <message numerus="yes">
        <source>It is damaged: %n byte(s) of its declared size are missing.</source>
        <translation>
            <numerusform>It is damaged: %n byte of its declared size is missing.</numerusform>
            <numerusform>It is damaged: %n bytes of its declared size are missing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ArraySheet</name>
    <message numerus="yes">
        <source>%n row(s) of %1</source>
        <translation>
            <numerusform>%n row of %1</numerusform>
            <numerusform>%n rows of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Once for each of %n row(s) of %1</source>
        <translation>
            <numerusform>Once, for the only row of %1</numerusform>
            <numerusform>Once for each of %n rows of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Once for each of %n row(s) of a table</source>
        <translation>
            <numerusform>Once, for the only row of a table</numerusform>
            <numerusform>Once for each of %n rows of a table</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Once for each of %n input(s)</source>
        <translation>
            <numerusform>Once, for the only input</numerusform>
            <numerusform>Once for each of %n inputs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ArtifactPane</name>
    <message numerus="yes">
        <source>%Ln file(s), %1</source>
        <translation>
            <numerusform>%Ln file, %1</numerusform>
            <numerusform>%Ln files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s), %1 so far</source>
        <translation>
            <numerusform>%Ln file, %1 so far</numerusform>
            <numerusform>%Ln files, %1 so far</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::CompareView</name>
    <message numerus="yes">
        <source>The scripts differ in %Ln line(s).</source>
        <translation>
            <numerusform>The scripts differ in %Ln line.</numerusform>
            <numerusform>The scripts differ in %Ln lines.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ElementDetails</name>
    <message numerus="yes">
        <source>%n artifact(s), %1</source>
        <translation>
            <numerusform>%n artifact, %1</numerusform>
            <numerusform>%n artifacts, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ElementsPane</name>
    <message numerus="yes">
        <source>Copied %n element(s)</source>
        <translation>
            <numerusform>Copied %n element</numerusform>
            <numerusform>Copied %n elements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::FileActions</name>
    <message numerus="yes">
        <source>%Ln file(s) copied</source>
        <translation>
            <numerusform>%Ln file copied</numerusform>
            <numerusform>%Ln files copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln path(s) copied</source>
        <translation>
            <numerusform>%Ln path copied</numerusform>
            <numerusform>%Ln paths copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) saved</source>
        <translation>
            <numerusform>%Ln file saved</numerusform>
            <numerusform>%Ln files saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were not saved. Replace what is there?</source>
        <translation>
            <numerusform>%Ln file was not saved. Replace what is there?</numerusform>
            <numerusform>%Ln files were not saved. Replace what is there?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were not saved.</source>
        <translation>
            <numerusform>%Ln file was not saved.</numerusform>
            <numerusform>%Ln files were not saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::HistoryChart</name>
    <message numerus="yes">
        <source>%n run(s), %1 of them failed</source>
        <translation>
            <numerusform>%n run, %1 of them failed</numerusform>
            <numerusform>%n runs, %1 of them failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::HistoryPage</name>
    <message numerus="yes">
        <source>%1 (%Ln run(s))</source>
        <translation>
            <numerusform>%1 (%Ln run)</numerusform>
            <numerusform>%1 (%Ln runs)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::InputsModel</name>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1; %n left out</source>
        <translation>
            <numerusform>%1; %n left out</numerusform>
            <numerusform>%1; %n left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::InputsSheet</name>
    <message numerus="yes">
        <source>%n input(s), %1 together</source>
        <translation>
            <numerusform>%n input, %1 together</numerusform>
            <numerusform>%n inputs, %1 together</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::JobDelegate</name>
    <message numerus="yes">
        <source>%n element(s)</source>
        <translation>
            <numerusform>%n element</numerusform>
            <numerusform>%n elements</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::LeftOversDialog</name>
    <message numerus="yes">
        <source>Delete %n thing(s) from the server?</source>
        <translation>
            <numerusform>Delete %n thing from the server?</numerusform>
            <numerusform>Delete %n things from the server?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::LogFindBar</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::LogPane</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::LongLines</name>
    <message numerus="yes">
        <source>%Ln more character(s)</source>
        <translation>
            <numerusform>%Ln more character</numerusform>
            <numerusform>%Ln more characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::OptionsPanel</name>
    <message numerus="yes">
        <source>Ends after %n minute(s)</source>
        <translation>
            <numerusform>Ends after %n minute</numerusform>
            <numerusform>Ends after %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n at once</source>
        <translation>
            <numerusform>At most %n at once</numerusform>
            <numerusform>At most %n at once</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::PreflightFiles</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::PreflightSheet</name>
    <message numerus="yes">
        <source>What is sent: %n file(s), %1</source>
        <translation>
            <numerusform>What is sent: %n file, %1</numerusform>
            <numerusform>What is sent: %n files, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n file(s)</source>
        <translation>
            <numerusform>Show the %n file</numerusform>
            <numerusform>Show all %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::PreviewPane</name>
    <message numerus="yes">
        <source>the first %Ln entries</source>
        <translation>
            <numerusform>the first %Ln entry</numerusform>
            <numerusform>the first %Ln entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries</source>
        <translation>
            <numerusform>%Ln entry</numerusform>
            <numerusform>%Ln entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ProblemsPane</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::RaceSheet</name>
    <message numerus="yes">
        <source>%n job(s), each with its own log and results</source>
        <translation>
            <numerusform>%n job, with its own log and results</numerusform>
            <numerusform>%n jobs, each with its own log and results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::RunStrip</name>
    <message numerus="yes">
        <source>%n secret(s)</source>
        <translation>
            <numerusform>%n secret</numerusform>
            <numerusform>%n secrets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n input(s)</source>
        <translation>
            <numerusform>%n input</numerusform>
            <numerusform>%n inputs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ScriptEditor</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::ScriptPage</name>
    <message numerus="yes">
        <source>This script is too long for ShellCheck, which looks at up to %Ln character(s).</source>
        <translation>
            <numerusform>This script is too long for ShellCheck, which looks at up to %Ln character.</numerusform>
            <numerusform>This script is too long for ShellCheck, which looks at up to %Ln characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::StateLine</name>
    <message numerus="yes">
        <source>%n thing(s) left on the server</source>
        <translation>
            <numerusform>%n thing left on the server</numerusform>
            <numerusform>%n things left on the server</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>punchcard::StoragePage</name>
    <message numerus="yes">
        <source>Logs or artifacts of %n job(s) are removed from this computer for good. The jobs stay in the list, with their scripts and times.</source>
        <translation>
            <numerusform>Logs or artifacts of %n job are removed from this computer for good. The job stays in the list, with its script and times.</numerusform>
            <numerusform>Logs or artifacts of %n jobs are removed from this computer for good. The jobs stay in the list, with their scripts and times.</numerusform>
        </translation>
    </message>
</context>
</TS>
