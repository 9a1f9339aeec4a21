@echo off
rem The same as the script mapwright, for Windows.
setlocal
set "node=node"
if exist "%~dp0node_modules\.bin\node.cmd" set "node=%~dp0node_modules\.bin\node.cmd"
call "%node%" --max-semi-space-size=8 "%~dp0engine\cli\main.js" %*
